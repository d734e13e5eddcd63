import { expect } from "vitest";
import { type HealthFacts, verdict } from "../../lib/health/verdict";

export const now = Date.UTC(2026, 7, 24, 12, 0, 0);
export const seconds = (n: number) => now - n * 1_000;
export const minutes = (n: number) => now - n * 60_000;
export const hours = (n: number) => now - n * 3_600_000;

/** A bot on its webhook to which an update came 12 seconds ago. */
export const byWebhook: HealthFacts = {
  username: "shop_bot",
  status: "active",
  mode: "webhook",
  activeDoor: "webhook",
  doorReason: null,
  doorChangedAt: hours(48),
  fallbackEnabled: true,
  nextRecoveryAt: null,
  conflictKind: null,
  conflictSince: null,
  conflictHost: null,
  webhookAvailable: true,
  canaryState: "well",
  canaryReason: "",
  canarySince: hours(50),
  lastWebhookUpdate: seconds(12),
  lastPollingUpdate: null,
  lastPollAt: null,
  pollError: null,
  pollFailure: null,
  pollFailingSince: null,
  pendingCount: 0,
  oldestPendingAt: null,
  lastErrorAt: null,
  lastErrorMessage: null,
  checkedAt: seconds(5),
  leaseExpiresAt: null,
  sidecarAlive: true,
  databaseMs: 2,
  deadUpdates: 0,
  chatsAside: 0,
  repliesOff: 0,
  createdAt: hours(72),
};

/** A bot that its owner lets poll. */
export const byPolling: HealthFacts = {
  ...byWebhook,
  mode: "polling",
  activeDoor: "polling",
  lastWebhookUpdate: null,
  lastPollingUpdate: seconds(40),
  lastPollAt: seconds(40),
  leaseExpiresAt: now + 10_000,
};

/** A bot that fell back five minutes ago and polls well. */
export const inFallback: HealthFacts = {
  ...byPolling,
  mode: "webhook",
  doorChangedAt: minutes(5),
  doorReason: "Telegram says: Connection refused",
  nextRecoveryAt: minutes(-3),
};

/** A bot that another system has got hold of. */
export const inConflict: HealthFacts = {
  ...byWebhook,
  status: "conflict",
  activeDoor: "none",
  doorReason: "Another system keeps setting its own webhook (thief.example).",
  conflictKind: "foreign-webhook",
  conflictSince: minutes(5),
  conflictHost: "thief.example",
};

export const failing = (lastErrorMessage: string, more: Partial<HealthFacts> = {}): HealthFacts => ({
  ...byWebhook,
  lastWebhookUpdate: minutes(20),
  lastErrorAt: minutes(1),
  lastErrorMessage,
  pendingCount: 7,
  ...more,
});
export const wrong = (answer: string) => failing(`Wrong response from the webhook: ${answer}`);

/** The sentence as a whole, or what of it matters; null: nothing to press. */
export type Row = [
  name: string,
  facts: HealthFacts,
  status: string,
  sentence: string | RegExp,
  action: string | null,
];

export function expectVerdict(...[, facts, status, sentence, action]: Row): void {
  const result = verdict(facts, now);
  if (typeof sentence === "string") expect(result.sentence).toBe(sentence);
  else expect(result.sentence).toMatch(sentence);
  expect(result.status).toBe(status);
  expect(result.fix?.action ?? null).toBe(action);
  expect(result.fix?.label).not.toBe("");
}
