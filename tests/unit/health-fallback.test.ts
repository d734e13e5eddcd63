import { describe, expect, it } from "vitest";
import { about } from "../../lib/health/words";
import { byPolling, expectVerdict, inFallback, minutes, type Row, seconds } from "./health-facts";

const rows: Row[] = [
  [
    "fallback with its reason",
    {
      ...byPolling,
      mode: "webhook",
      doorReason: "The webhook could not be set: Bad Request: bad webhook: IP address 10.0.0.1 is reserved",
    },
    "degraded",
    "Works by polling because the webhook could not be set: Bad Request: bad webhook: IP address 10.0.0.1 is reserved.",
    "retry_webhook",
  ],
  [
    "fallback before the first update",
    {
      ...byPolling,
      mode: "webhook",
      doorReason: "No way.",
      doorChangedAt: seconds(1),
      lastPollAt: null,
      lastPollingUpdate: null,
    },
    "degraded",
    "Works by polling because no way.",
    "retry_webhook",
  ],
  [
    "fallback without a reason",
    { ...byPolling, mode: "webhook" },
    "degraded",
    "Works by polling instead of the webhook.",
    "retry_webhook",
  ],
  [
    "no public address",
    { ...byPolling, mode: "webhook", webhookAvailable: false },
    "degraded",
    "Works by polling because this deployment has no public address.",
    null,
  ],
  [
    "Telegram's words, and the next try",
    inFallback,
    "degraded",
    "Works by polling because Telegram says: Connection refused; the webhook is tried again in about 3 minutes.",
    "retry_webhook",
  ],
  [
    "the next try in seconds",
    { ...inFallback, nextRecoveryAt: seconds(-40) },
    "degraded",
    /; the webhook is tried again in less than a minute\.$/,
    "retry_webhook",
  ],
  [
    "the next try is due",
    { ...inFallback, nextRecoveryAt: seconds(2) },
    "degraded",
    /; the webhook is about to be tried again\.$/,
    "retry_webhook",
  ],
  [
    "the next try is due, and the address is not known to be well",
    { ...inFallback, nextRecoveryAt: seconds(2), canaryState: "unknown" },
    "degraded",
    /; the webhook is tried again once the public address is known to be well\.$/,
    "retry_webhook",
  ],
  [
    "the next try is due, and the canary has not flown",
    { ...inFallback, nextRecoveryAt: seconds(2), canaryState: null, canaryReason: null, canarySince: null },
    "degraded",
    /once the public address is known to be well\.$/,
    "retry_webhook",
  ],
  [
    "the address is dead",
    {
      ...inFallback,
      doorReason: "The public address cannot be reached: connection refused.",
      canaryState: "dead",
      canarySince: minutes(6),
    },
    "degraded",
    "Works by polling because the public address cannot be reached: connection refused; the webhook is tried again once the public address can be reached.",
    "retry_webhook",
  ],
  [
    "the address was taken away",
    { ...inFallback, webhookAvailable: false },
    "degraded",
    "Works by polling because Telegram says: Connection refused.",
    null,
  ],
];

describe("the verdict on a bot in fallback", () => {
  it.each(rows)("%s", expectVerdict);

  it.each([
    [59_000, "less than a minute"],
    [60_000, "about 1 minute"],
    [170_000, "about 3 minutes"],
    [89 * 60_000, "about 89 minutes"],
    [90 * 60_000, "about 2 hours"],
  ])("%i ms to come", (ms, texts) => expect(about(ms)).toBe(texts));
});
