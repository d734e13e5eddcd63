import type { Verdict } from "../bots/schemas";
import { backlogTrouble, waitingAtTelegram } from "./backlog";
import { conflictVerdict } from "./conflict-verdict";
import type { HealthFacts } from "./facts";
import { fallbackVerdict } from "./fallback-verdict";
import { pollingTrouble, unprovenPolling } from "./polling-verdict";
import { unprovenWebhook, webhookTrouble } from "./webhook-verdict";
import { quoted, say, span } from "./words";

export type { HealthFacts } from "./facts";

/** A switch between doors takes seconds; one that takes longer is stuck. */
const switchMs = 60_000;

/** A small question to the database takes a few milliseconds; so slow, every update suffers. */
const slowDatabaseMs = 1_000;

/**
 * Says how a bot is: one sentence, and at most one thing to do. Pure: the worst that the facts show
 * comes first, and healthy is only what nothing speaks against and something speaks for.
 *
 * @param now milliseconds since the epoch.
 */
export function verdict(facts: HealthFacts, now: number): Verdict {
  const waiting = waitingAtTelegram(facts, now);
  return (
    statusTrouble(facts, now) ??
    doorTrouble(facts, now, waiting) ??
    backlogTrouble(facts, now, waiting) ??
    handlingTrouble(facts) ??
    repliesTrouble(facts) ??
    fallbackVerdict(facts, now) ??
    unproven(facts, now) ??
    healthy(facts, now)
  );
}

/** A bot that is not active is told so, whatever else there is. */
export function statusTrouble(facts: HealthFacts, now: number): Verdict | undefined {
  switch (facts.status) {
    case "unauthorized":
      return say("down", "Telegram no longer accepts this bot's token.", "replace_token");
    case "paused":
      return say("down", "This bot is paused. Telegram keeps its updates for 24 hours.", "resume");
    case "conflict":
      return conflictVerdict(facts, now);
    case "active":
      return undefined;
  }
}

/** What keeps an active bot from hearing at its door; undefined where nothing does. */
export function doorTrouble(facts: HealthFacts, now: number, waiting: number): Verdict | undefined {
  if (facts.activeDoor === "polling") return pollingTrouble(facts, now);
  if (facts.activeDoor === "webhook") return webhookTrouble(facts, now, waiting);
  if (now - facts.doorChangedAt <= switchMs) {
    return say(
      "degraded",
      "The bot is changing doors. Nothing is lost: Telegram keeps its updates meanwhile.",
    );
  }
  const reason = facts.doorReason === null ? "" : `: ${quoted(facts.doorReason)}`;
  const webhook = facts.mode === "webhook" && facts.webhookAvailable;
  return say(
    "down",
    `No updates reach this bot: neither a webhook nor polling is on${reason}.`,
    webhook ? "retry_webhook" : "switch_to_polling",
  );
}

/** What was received and is not handled. */
export function handlingTrouble(facts: HealthFacts): Verdict | undefined {
  if (facts.chatsAside > 0) {
    return say(
      "degraded",
      facts.chatsAside > 1
        ? `${facts.chatsAside.toLocaleString("en")} chats are set aside: their updates wait until you release them.`
        : "1 chat is set aside: its updates wait until you release it.",
      "release_chats",
    );
  }
  if (facts.deadUpdates > 0) {
    const many = facts.deadUpdates > 1;
    return say(
      "degraded",
      many
        ? `${facts.deadUpdates.toLocaleString("en")} updates could not be handled after several tries and were put aside.`
        : "1 update could not be handled after several tries and was put aside.",
      "inspect_updates",
    );
  }
  if (facts.databaseMs !== null && facts.databaseMs > slowDatabaseMs) {
    return say("degraded", `The database is slow: it takes ${span(facts.databaseMs)} for a small question.`);
  }
  return undefined;
}

/** Replies that nobody gets any more. */
export function repliesTrouble({ repliesOff }: HealthFacts): Verdict | undefined {
  if (repliesOff === 0) return undefined;
  return say(
    "degraded",
    repliesOff > 1
      ? `${repliesOff.toLocaleString("en")} replies were switched off because their expressions took too long.`
      : "1 reply was switched off because its expression took too long.",
    "change_replies",
  );
}

function unproven(facts: HealthFacts, now: number): Verdict | undefined {
  if (lastUpdate(facts) === null) {
    return say("unknown", `No update has arrived yet. Send /start to @${facts.username}.`, "send_start");
  }
  return facts.activeDoor === "webhook" ? unprovenWebhook(facts, now) : unprovenPolling(facts);
}

function healthy(facts: HealthFacts, now: number): Verdict {
  const agoMs = now - (lastUpdate(facts) ?? facts.createdAt);
  const way = facts.activeDoor === "webhook" ? "webhook" : "polling";
  if (agoMs < 3_600_000) return say("healthy", `Updates arrive by ${way}; the last came ${span(agoMs)} ago.`);
  return say("healthy", `Ready by ${way}; it has been quiet for ${span(agoMs)}.`);
}

function lastUpdate(facts: HealthFacts): number | null {
  const { lastWebhookUpdate: webhook, lastPollingUpdate: polling } = facts;
  return webhook !== null && polling !== null ? Math.max(webhook, polling) : (webhook ?? polling);
}
