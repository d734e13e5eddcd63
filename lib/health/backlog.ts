import type { Verdict } from "../bots/schemas";
import type { HealthFacts } from "./facts";
import { count, moment, say, span } from "./words";

/** Telegram drops a message this long after it was sent (semantics.md, "Delivery"). */
const keptMs = 86_400_000;

/** What was counted within this time still holds, whatever arrived since. */
const freshCountMs = 300_000;

/** A little always waits: what is being delivered counts too. */
const ordinaryWaitMs = 60_000;
const largeBacklog = 100;

/** From here on what is left until updates are lost is half a day at most. */
const urgentMs = keptMs / 2;

/**
 * How many updates wait at Telegram as far as is known. An old count holds until something arrives,
 * or a poll finds nothing more.
 */
export function waitingAtTelegram(facts: HealthFacts, now: number): number {
  const { pendingCount, checkedAt } = facts;
  if (pendingCount === null || checkedAt === null) return 0;
  return now - checkedAt <= freshCountMs || heardAt(facts) <= checkedAt ? pendingCount : 0;
}

/** A backlog: updates that wait longer than delivering them takes. */
export function backlogTrouble(facts: HealthFacts, now: number, waiting: number): Verdict | undefined {
  if (waiting === 0) return undefined;
  const action = facts.activeDoor === "webhook" ? "switch_to_polling" : undefined;
  const subject = `${count(waiting, "update")} ${waiting === 1 ? "waits" : "wait"} at Telegram`;
  const oldestAt = oldestWaiting(facts);
  if (oldestAt !== null) {
    const ageMs = now - oldestAt;
    if (ageMs <= ordinaryWaitMs) return undefined;
    const oldest = waiting === 1 ? `for ${span(ageMs)}` : `the oldest for ${span(ageMs)}`;
    const end = oldestAt + keptMs;
    const loss = end > now ? `Telegram starts dropping them at ${moment(end)}` : "Telegram is dropping them";
    return say(ageMs > urgentMs ? "down" : "degraded", `${subject}, ${oldest}; ${loss}.`, action);
  }
  const quietMs = (facts.checkedAt ?? now) - Math.max(heardAt(facts), facts.doorChangedAt);
  if (quietMs > ordinaryWaitMs) {
    return say("degraded", `${subject}, and none has arrived for ${span(quietMs)}.`, action);
  }
  if (waiting >= largeBacklog) return say("degraded", `${subject} and are being fetched.`);
  return undefined;
}

/**
 * Since when the oldest has been waiting. Unknown where updates arrived meanwhile: something waits at
 * every look at a busy bot, each time something else.
 */
function oldestWaiting(facts: HealthFacts): number | null {
  const { oldestPendingAt } = facts;
  return oldestPendingAt !== null && heardAt(facts) <= oldestPendingAt ? oldestPendingAt : null;
}

/** When Telegram starts to drop what waits; null where that is not known. */
export function firstLossAt(facts: HealthFacts): number | null {
  const oldestAt = oldestWaiting(facts);
  return oldestAt === null ? null : oldestAt + keptMs;
}

/** When Telegram last handed over an update, or said by an answered poll that there is none. */
function heardAt(facts: HealthFacts): number {
  return Math.max(facts.lastWebhookUpdate ?? 0, facts.lastPollingUpdate ?? 0, facts.lastPollAt ?? 0);
}
