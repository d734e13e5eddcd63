import { describe, it } from "vitest";
import type { HealthFacts } from "../../lib/health/verdict";
import { byPolling, expectVerdict, minutes, type Row, seconds } from "./health-facts";

const failingPoll = (
  pollFailure: HealthFacts["pollFailure"],
  pollFailingSince = seconds(10),
): HealthFacts => ({
  ...byPolling,
  pollFailure,
  pollFailingSince,
});

const rows: Row[] = [
  // Polling
  ["no sidecar", { ...byPolling, sidecarAlive: false }, "down", /No sidecar is running/, "start_sidecar"],
  [
    "not taken up",
    { ...byPolling, leaseExpiresAt: null },
    "down",
    /No sidecar has taken up this bot/,
    "start_sidecar",
  ],
  [
    "lease run out",
    { ...byPolling, leaseExpiresAt: seconds(20) },
    "down",
    /No sidecar has taken up this bot/,
    "start_sidecar",
  ],
  [
    "no answered poll, no webhook to go to",
    { ...byPolling, lastPollAt: minutes(5), webhookAvailable: false },
    "down",
    "Polling stands still: Telegram has answered no poll for 5 minutes.",
    null,
  ],
  [
    "no answered poll, webhook possible",
    { ...byPolling, lastPollAt: null },
    "down",
    /Polling stands still/,
    "retry_webhook",
  ],
  [
    "another poller for a moment",
    failingPoll("other-poller", seconds(10)),
    "degraded",
    "Another poll has ended this bot's own; it may be a hand-over between sidecars.",
    null,
  ],
  [
    "another poller for long",
    failingPoll("other-poller", minutes(3)),
    "down",
    "Another program has polled with this bot's token for 3 minutes and takes its updates.",
    "take_back",
  ],
  [
    "a webhook in the way",
    failingPoll("webhook-set"),
    "down",
    /Another program has set a webhook/,
    "take_back",
  ],
  [
    "a webhook set over the poll",
    failingPoll("webhook-replaced"),
    "down",
    /Another program has set a webhook/,
    "take_back",
  ],
  ["401 told by a poll", failingPoll("unauthorized"), "down", /no longer accepts/, "replace_token"],
  ["429", failingPoll("rate-limited"), "degraded", /slow down/, null],
  ["429 for long", { ...failingPoll("rate-limited"), lastPollAt: minutes(9) }, "down", /slow down/, null],
  [
    "Telegram out of reach just now",
    failingPoll("unreachable"),
    "degraded",
    "Hookline could not reach Telegram at the last poll; it keeps trying.",
    null,
  ],
  [
    "Telegram out of reach for long",
    { ...failingPoll("unreachable"), lastPollAt: minutes(9) },
    "down",
    "Hookline has not reached Telegram for 9 minutes; it keeps trying.",
    null,
  ],
  [
    "a poll refused just now",
    { ...failingPoll("refused"), pollError: "Bad Request: x" },
    "degraded",
    'The last poll failed ("Bad Request: x"); Hookline keeps trying.',
    null,
  ],
  [
    "polls refused for long",
    { ...failingPoll("refused"), lastPollAt: minutes(9) },
    "down",
    "The last poll failed; Hookline keeps trying.",
    "retry_webhook",
  ],
  [
    "polls refused for long, no webhook to go to",
    { ...failingPoll("refused"), lastPollAt: minutes(9), webhookAvailable: false },
    "down",
    /The last poll failed/,
    null,
  ],
  [
    "polling just begun",
    { ...byPolling, doorChangedAt: seconds(3), leaseExpiresAt: null, lastPollAt: null },
    "unknown",
    /Polling has just begun/,
    null,
  ],
];

describe("the verdict on a bot that polls", () => {
  it.each(rows)("%s", expectVerdict);
});
