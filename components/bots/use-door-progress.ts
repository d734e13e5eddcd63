import { useEffect, useState } from "react";
import { useOnLive } from "@/components/shell/live";
import type { DoorProgress } from "@/lib/bots/door-progress";

/**
 * Follows a switch while its action is under way: asked anew with every event about the bot. Undefined
 * until the first answer.
 */
export function useDoorProgress(botId: number, following: boolean): DoorProgress | undefined {
  const [progress, setProgress] = useState<DoorProgress>();
  const onLive = useOnLive();
  useEffect(() => {
    if (!following) return;
    const asking = new AbortController();
    let asked = 0;
    const ask = async () => {
      const mine = ++asked;
      // What cannot be asked now is asked with the next event.
      const answer = await fetch(`/bots/${botId}/door`, { signal: asking.signal })
        .then((response) => (response.ok ? (response.json() as Promise<DoorProgress>) : undefined))
        .catch(() => undefined);
      // An answer that was overtaken says what was.
      if (answer && mine === asked && !asking.signal.aborted) setProgress(answer);
    };
    const stop = onLive((message) => {
      if (message.botId === undefined || message.botId === botId) void ask();
    });
    return () => {
      stop();
      asking.abort();
      setProgress(undefined);
    };
  }, [botId, following, onLive]);
  return progress;
}
