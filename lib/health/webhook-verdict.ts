import type { Verdict } from "../bots/schemas";
import { firstLossAt } from "./backlog";
import type { HealthFacts } from "./facts";
import { webhookFault } from "./webhook-fault";
import { moment, quoted, say, span } from "./words";

/** A failed delivery older than this with nothing waiting has been got over. */
const errorMemoryMs = 300_000;

/** An update may arrive while the webhook that brought it is still being written down. */
export const overlapMs = 10_000;

/** After this long without an update, only a look at Telegram says whether the webhook still stands. */
const quietMs = 86_400_000;

/**
 * What keeps a bot with a webhook from hearing; undefined where nothing does.
 *
 * @param waiting updates that wait at Telegram as far as is known.
 */
export function webhookTrouble(facts: HealthFacts, now: number, waiting: number): Verdict | undefined {
  if (!facts.webhookAvailable) {
    return say(
      "down",
      "This deployment no longer has a public address, so the webhook leads nowhere.",
      "switch_to_polling",
    );
  }
  const error = freshError(facts, now, waiting);
  if (error === undefined) return deadAddress(facts, waiting);
  const { sentence, action, ownFault } = webhookFault(error);
  const status = waiting > 0 || facts.lastWebhookUpdate === null ? "down" : "degraded";
  // Hookline never leaves a webhook for its own fault, so there it makes no difference.
  const stays = !facts.fallbackEnabled && !ownFault && action === "switch_to_polling";
  return say(status, stays ? `${withoutStop(sentence)}; ${staying(facts, now, waiting)}.` : sentence, action);
}

const withoutStop = (sentence: string): string => sentence.replace(/\.$/, "");

/** What it means that the bot may not leave a webhook that fails. */
function staying(facts: HealthFacts, now: number, waiting: number): string {
  const loss = firstLossAt(facts);
  return waiting > 0 && loss !== null && loss > now
    ? `fallback is switched off, so its updates wait, and Telegram starts dropping them at ${moment(loss)}`
    : "fallback is switched off, so this bot waits until it works again";
}

/** The canary alone says so: nothing has failed at Telegram yet, but nothing has come either. */
function deadAddress(facts: HealthFacts, waiting: number): Verdict | undefined {
  const { canaryState, canaryReason, canarySince, lastWebhookUpdate } = facts;
  if (canaryState !== "dead" || canarySince === null) return undefined;
  // Updates do arrive: it is only from here that the address cannot be reached.
  if (lastWebhookUpdate !== null && lastWebhookUpdate > canarySince) return undefined;
  const reason = canaryReason ? ` (${quoted(canaryReason)})` : "";
  const then = facts.fallbackEnabled
    ? "this bot moves to polling once Telegram confirms it"
    : "fallback is switched off, so this bot waits until it works again";
  return say(
    waiting > 0 ? "down" : "degraded",
    `The public address cannot be reached${reason}; ${then}.`,
    "switch_to_polling",
  );
}

/**
 * Telegram's last error, unless it is history: from before the webhook was last changed, before the
 * last update that did arrive, or some minutes old with nothing waiting.
 */
function freshError(facts: HealthFacts, now: number, waiting: number): string | undefined {
  const { lastErrorAt, lastErrorMessage } = facts;
  if (lastErrorAt === null || lastErrorMessage === null) return undefined;
  // Telegram gives whole seconds.
  if (lastErrorAt + 999 < facts.doorChangedAt) return undefined;
  if (facts.lastWebhookUpdate !== null && lastErrorAt <= facts.lastWebhookUpdate) return undefined;
  if (waiting === 0 && now - lastErrorAt > errorMemoryMs) return undefined;
  return lastErrorMessage;
}

/** A webhook that Telegram accepted may still be deaf: only an update, or a look, proves it. */
export function unprovenWebhook(facts: HealthFacts, now: number): Verdict | undefined {
  const { lastWebhookUpdate, doorChangedAt, checkedAt } = facts;
  if (lastWebhookUpdate === null || lastWebhookUpdate < doorChangedAt - overlapMs) {
    const since = span(now - doorChangedAt);
    return say(
      "unknown",
      `Nothing has come by webhook since it was set ${since} ago. Send /start to @${facts.username}.`,
      "send_start",
    );
  }
  if (now - lastWebhookUpdate > quietMs && (checkedAt === null || now - checkedAt > quietMs)) {
    return say(
      "unknown",
      `No update has come for ${span(now - lastWebhookUpdate)}. Send /start to @${facts.username}.`,
      "send_start",
    );
  }
  return undefined;
}
