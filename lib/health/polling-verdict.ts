import type { Verdict } from "../bots/schemas";
import type { FailureClass } from "../telegram/failure";
import type { HealthFacts } from "./facts";
import { quoted, say, span } from "./words";

/** A poll takes up to 50 s; after this long without an answered one, polling stands still. */
const pollStallMs = 120_000;

/** Time for a sidecar to notice a bot that is new to polling. */
const takeUpMs = 30_000;

/** While a sidecar takes a bot over from another, their polls may meet: so long it is no conflict. */
const handOverMs = 30_000;

/** What keeps a polled bot from hearing; undefined where nothing does. */
export function pollingTrouble(facts: HealthFacts, now: number): Verdict | undefined {
  if (!facts.sidecarAlive) {
    return say("down", "No sidecar is running, so nobody asks Telegram for updates.", "start_sidecar");
  }
  const begun = Math.max(facts.doorChangedAt, facts.createdAt);
  const silentMs = now - Math.max(begun, facts.lastPollAt ?? 0);
  if (facts.pollFailure !== null) return pollFailureVerdict(facts, facts.pollFailure, silentMs, now);
  if ((facts.leaseExpiresAt ?? 0) < now && now - begun > takeUpMs) {
    return say(
      "down",
      "No sidecar has taken up this bot, so nobody asks Telegram for its updates.",
      "start_sidecar",
    );
  }
  if (silentMs > pollStallMs) {
    return say(
      "down",
      `Polling stands still: Telegram has answered no poll for ${span(silentMs)}.`,
      wayOut(facts),
    );
  }
  return undefined;
}

/** Polling that Telegram has not answered yet may still turn out deaf. */
export function unprovenPolling(facts: HealthFacts): Verdict | undefined {
  // An update that came by polling proves it as well, and is written sooner than the poll's own time.
  const answeredAt = Math.max(facts.lastPollAt ?? 0, facts.lastPollingUpdate ?? 0);
  if (answeredAt >= facts.doorChangedAt) return undefined;
  return say("unknown", "Polling has just begun; Telegram has not answered the first poll yet.");
}

/** While polls were answered lately, a failed one may pass by itself: degraded, not down. */
function pollFailureVerdict(
  facts: HealthFacts,
  failure: FailureClass,
  silentMs: number,
  now: number,
): Verdict {
  const status = silentMs > pollStallMs ? "down" : "degraded";
  const failingMs = now - (facts.pollFailingSince ?? now);
  switch (failure) {
    case "unauthorized":
      return say("down", "Telegram no longer accepts this bot's token.", "replace_token");
    case "webhook-set":
    case "webhook-replaced":
      return say(
        "down",
        "Another program has set a webhook for this bot, and Telegram sends its updates there.",
        "take_back",
      );
    case "other-poller":
      return failingMs < handOverMs
        ? say("degraded", "Another poll has ended this bot's own; it may be a hand-over between sidecars.")
        : say(
            "down",
            `Another program has polled with this bot's token for ${span(failingMs)} and takes its updates.`,
            "take_back",
          );
    case "rate-limited":
      return say(status, "Telegram has asked Hookline to slow down; polling goes on by itself.");
    case "unreachable":
      return status === "down"
        ? say(status, `Hookline has not reached Telegram for ${span(silentMs)}; it keeps trying.`)
        : say(status, "Hookline could not reach Telegram at the last poll; it keeps trying.");
    case "refused": {
      const texts = facts.pollError === null ? "" : ` ("${quoted(facts.pollError)}")`;
      const action = status === "down" ? wayOut(facts) : undefined;
      return say(status, `The last poll failed${texts}; Hookline keeps trying.`, action);
    }
  }
}

function wayOut(facts: HealthFacts): "retry_webhook" | undefined {
  return facts.webhookAvailable ? "retry_webhook" : undefined;
}
