import { expect } from "vitest";
import {
  type Address,
  type DoorFacts,
  nextStep,
  type Step,
  type Timings,
} from "../../lib/transport/door-machine";

/** A round second: Telegram's own times are whole seconds. */
export const now = Date.UTC(2026, 7, 24, 12, 0, 0);
export const ago = (seconds: number) => now - seconds * 1_000;

export const ours = "https://bots.example.org/webhook/7";
export const theirs = "https://thief.example/hook?key=very-secret";

export const timings: Timings = {
  graceMs: 30_000,
  probationMs: 60_000,
  pollConflictMs: 15_000,
  takeBackPauseMs: 24 * 3_600_000,
};

export const well: Address = { state: "well", reason: "", since: ago(7_200), agreed: false };
export const unknown: Address = { state: "unknown", reason: "", since: 0, agreed: false };
export const dead: Address = { state: "dead", reason: "connection refused", since: ago(20), agreed: false };
export const agreedDead: Address = { ...dead, agreed: true };

/** A bot on its webhook, looked at and found well. */
export const atWebhook: DoorFacts = {
  status: "active",
  mode: "webhook",
  activeDoor: "webhook",
  switching: false,
  mayFallBack: true,
  expectedUrl: ours,
  setUrl: ours,
  webhookSetAt: ago(3_600),
  lastWebhookUpdate: ago(600),
  info: { url: ours, pending: 0, previousPending: 0, lastErrorAt: null, lastErrorMessage: null },
  failingSince: null,
  fallbackSince: null,
  nextRecoveryAt: null,
  tookBackAt: null,
  poll: null,
};

export const infoOf = (change: Partial<NonNullable<DoorFacts["info"]>>): DoorFacts["info"] => ({
  url: ours,
  pending: 0,
  previousPending: 0,
  lastErrorAt: null,
  lastErrorMessage: null,
  ...change,
});

/** Telegram failed to deliver a minute ago, and something waits. */
export const refused = infoOf({ pending: 4, lastErrorAt: ago(60), lastErrorMessage: "Connection refused" });
export const badSecret = infoOf({
  pending: 4,
  lastErrorAt: ago(60),
  lastErrorMessage: "Wrong response from the webhook: 401 Unauthorized",
});

/** A bot whose owner chose polling, and that polls. */
export const atPolling: DoorFacts = {
  ...atWebhook,
  mode: "polling",
  activeDoor: "polling",
  setUrl: null,
  webhookSetAt: null,
  lastWebhookUpdate: null,
  info: null,
};

/** A bot that fell back a minute ago; its webhook is tried again in a minute. */
export const inFallback: DoorFacts = {
  ...atPolling,
  mode: "webhook",
  fallbackSince: ago(60),
  nextRecoveryAt: now + 60_000,
};

export type Row = [name: string, facts: DoorFacts, address: Address, step: Step];

export function expectStep(...[, facts, address, step]: Row): void {
  expect(nextStep(facts, address, timings, now)).toEqual(step);
}
