import fc from "fast-check";
import type { HealthFacts } from "../../lib/health/verdict";

const now = Date.UTC(2026, 7, 24, 12, 0, 0);
const past = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 0, max: 3 * 86_400 }).map((s) => now - s * 1_000),
);
const time = fc.integer({ min: 0, max: 3 * 86_400 }).map((s) => now - s * 1_000);
const ahead = fc.oneof(
  past,
  fc.integer({ min: 1, max: 7_200 }).map((s) => now + s * 1_000),
);

/** Reasons as the state machine and Telegram write them. */
const doorReason = fc.constantFrom(
  null,
  "Telegram says: Connection refused",
  "The public address cannot be reached: time-out.",
  "The webhook could not be set: Bad Request: bad webhook",
  "12 updates wait at Telegram and none arrives.",
  "Another system keeps setting its own webhook (thief.example).",
  "Another program polls with this bot's token.",
);
const deliveryError = fc.constantFrom(
  null,
  "Connection refused",
  "Connection timed out",
  "SSL error {error:0A000086}",
  "certificate verify failed",
  "Failed to resolve host",
  "Network is unreachable",
  ...["301", "401", "403", "404", "418", "429", "500", "502", "503"].map(
    (status) => `Wrong response from the webhook: ${status} Some words`,
  ),
  "Something new",
);

/** Any facts about a bot, also those that cannot be true together: a verdict has to be found for all. */
export const anyFacts: fc.Arbitrary<{ facts: HealthFacts; now: number }> = fc
  .record({
    username: fc.constant("shop_bot"),
    status: fc.constantFrom("active", "active", "active", "paused", "unauthorized", "conflict"),
    mode: fc.constantFrom("webhook", "polling"),
    activeDoor: fc.constantFrom("webhook", "polling", "none"),
    doorReason,
    doorChangedAt: time,
    fallbackEnabled: fc.boolean(),
    nextRecoveryAt: ahead,
    conflictKind: fc.constantFrom(null, "foreign-webhook", "webhook-vanished", "foreign-poller"),
    conflictSince: past,
    conflictHost: fc.constantFrom(null, "thief.example"),
    webhookAvailable: fc.boolean(),
    canaryState: fc.constantFrom(null, "well", "dead", "unknown"),
    canaryReason: fc.constantFrom(null, "", "connection refused", "HTTP 502 from the proxy"),
    canarySince: past,
    lastWebhookUpdate: past,
    lastPollingUpdate: past,
    lastPollAt: past,
    pollError: fc.constantFrom(null, "Bad Gateway"),
    pollFailure: fc.constantFrom(
      null,
      null,
      "unauthorized",
      "rate-limited",
      "webhook-set",
      "other-poller",
      "webhook-replaced",
      "refused",
      "unreachable",
    ),
    pollFailingSince: past,
    pendingCount: fc.constantFrom(null, 0, 1, 3, 250),
    oldestPendingAt: past,
    lastErrorAt: past,
    lastErrorMessage: deliveryError,
    checkedAt: past,
    leaseExpiresAt: ahead,
    sidecarAlive: fc.boolean(),
    databaseMs: fc.constantFrom(null, 2, 4_000),
    deadUpdates: fc.constantFrom(0, 0, 1, 12),
    chatsAside: fc.constantFrom(0, 0, 0, 1, 3),
    repliesOff: fc.constantFrom(0, 0, 1, 2),
    createdAt: time,
  } as const)
  .map((facts) => ({ facts, now }));
