import type { Portal } from "./runtime";

/** What a person's open pages may be told; the runtime hands out more of it than one page needs. */
type LiveEvent = Parameters<Parameters<Portal["liveEvents"]["subscribe"]>[2]>[0];

/** What a page is told: an event as it came, or that several bots changed since it was last told of any. */
export type LiveMessage = LiveEvent | { id: number; type: "bots" };

/** A page is told to look again at most twice a second, however many bots are busy. */
const refreshEveryMs = 500;
/** Alerts of one flush. Those above it wait for the next flush: a page that reads slowly is not buried by an outage. */
const maxAlertsPerFlush = 50;

/**
 * Sends a page's events by bot: the first event leaves at once, and whatever arrives within half a second after it
 * leaves together. One bot's events become its last one (an update outranks a mere change of the bot), events of
 * several bots become one `bots` message, and a gap replaces them all. Alerts are not refreshes: each is sent, one a
 * bot and kind of trouble.
 */
export function coalesceEvents(send: (message: LiveMessage) => void) {
  const changed = new Map<number, LiveEvent & { botId: number }>();
  const alerts = new Map<string, LiveEvent>();
  let gap: LiveEvent | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  function refreshMessage(): LiveMessage | undefined {
    if (gap) return gap;
    const last = [...changed.values()].at(-1);
    return last && changed.size > 1 ? { id: last.id, type: "bots" } : last;
  }

  function flush(): void {
    timer = undefined;
    const refresh = refreshMessage();
    changed.clear();
    gap = undefined;
    const due = [...alerts].slice(0, maxAlertsPerFlush);
    if (!refresh && due.length === 0) return;
    timer = setTimeout(flush, refreshEveryMs);
    for (const [key, alert] of due) {
      alerts.delete(key);
      send(alert);
    }
    if (refresh) send(refresh);
  }

  return {
    add(event: LiveEvent): void {
      if (stopped) return;
      if (event.type === "gap") gap = event;
      else if (event.type === "alert") alerts.set(`${event.botId} ${event.kind}`, event);
      else {
        const known = changed.get(event.botId);
        changed.delete(event.botId);
        changed.set(event.botId, event.type === "bot" && known?.type === "update" ? known : event);
      }
      if (timer === undefined) flush();
    },
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
