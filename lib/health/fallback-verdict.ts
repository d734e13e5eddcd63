import type { Verdict } from "../bots/schemas";
import type { HealthFacts } from "./facts";
import { about, quoted, say } from "./words";

/** A bot that wants its webhook and polls instead: why, and when the webhook is tried again. */
export function fallbackVerdict(facts: HealthFacts, now: number): Verdict | undefined {
  if (facts.mode !== "webhook" || facts.activeDoor !== "polling") return undefined;
  const reason =
    facts.doorReason ?? (facts.webhookAvailable ? null : "this deployment has no public address");
  const why = reason === null ? "instead of the webhook" : `because ${inSentence(reason)}`;
  return say(
    "degraded",
    `Works by polling ${why}${nextTry(facts, now)}.`,
    facts.webhookAvailable ? "retry_webhook" : undefined,
  );
}

function nextTry(facts: HealthFacts, now: number): string {
  const { webhookAvailable, nextRecoveryAt, canaryState } = facts;
  if (!webhookAvailable || nextRecoveryAt === null) return "";
  if (canaryState === "dead") return "; the webhook is tried again once the public address can be reached";
  if (nextRecoveryAt > now) return `; the webhook is tried again in ${about(nextRecoveryAt - now)}`;
  return canaryState === "well"
    ? "; the webhook is about to be tried again"
    : "; the webhook is tried again once the public address is known to be well";
}

/** A reason was written as a sentence of its own; names stay as they are. */
function inSentence(reason: string): string {
  return quoted(reason).replace(/^(?!Telegram|Hookline)[A-Z](?=[a-z]* )/, (first) => first.toLowerCase());
}
