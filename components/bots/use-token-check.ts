import { useRef, useState, useTransition } from "react";
import { unanswered } from "@/components/forms/state";
import { type ActionState, idle } from "@/lib/web/action-state";

/**
 * Asks whose token it is, as soon as one is there, and once for each.
 *
 * `answerTo(token)` is what is known of what stands in the field now: an answer about an earlier token says
 * nothing about it.
 */
export function useTokenCheck<T>(check: (token: string) => Promise<ActionState<T>>) {
  const [answer, setAnswer] = useState<{ token: string; state: ActionState<T> } | null>(null);
  const [checking, start] = useTransition();
  const asked = useRef("");
  const ask = (raw: string) => {
    const token = raw.trim();
    if (token === "" || token === asked.current) return;
    asked.current = token;
    start(async () => {
      const state = await check(token).catch(unanswered);
      // A slow answer about a token that has been replaced since says nothing.
      if (asked.current === token) setAnswer({ token, state });
      if (state.status === "failed") asked.current = "";
    });
  };
  const answerTo = (raw: string): ActionState<T> => (answer?.token === raw.trim() ? answer.state : idle);
  return { checking, ask, answerTo };
}
