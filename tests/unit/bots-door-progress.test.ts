import { describe, expect, it } from "vitest";
import { progressOf } from "../../lib/bots/door-progress";

const now = Date.UTC(2026, 2, 1, 12);
const ago = (seconds: number) => new Date(now - seconds * 1_000);
const config = { webhookBase: "https://bots.example.org" };

type Facts = Parameters<typeof progressOf>[0];

/** Switched to its webhook five seconds ago; its last update came by polling before that. */
const switched: Facts = {
  mode: "webhook",
  status: "active",
  activeDoor: "webhook",
  switchingSince: null,
  doorChangedAt: ago(5),
  doorReason: null,
  leaseOwner: null,
  leaseExpiresAt: null,
  lastWebhookUpdate: ago(3_600),
  lastPollingUpdate: ago(20),
};
const switching: Facts = { ...switched, activeDoor: "none", switchingSince: ago(1) };
const back = { activeDoor: "polling", doorReason: "The webhook could not be set: Bad Request" } as const;

describe("how far a switch has come", () => {
  it.each<[string, Partial<Facts>, string, string]>([
    ["a poll still drains", { ...switching, leaseOwner: 3, leaseExpiresAt: ago(-10) }, "webhook", "leaving"],
    [
      "the poller's lease has run out",
      { ...switching, leaseOwner: 3, leaseExpiresAt: ago(1) },
      "webhook",
      "opening",
    ],
    ["nobody polls any more", switching, "webhook", "opening"],
    ["the webhook is ended", { ...switching, mode: "polling" }, "polling", "leaving"],
    ["it is open, and only older updates have come", {}, "webhook", "open"],
    ["an update has come", { lastWebhookUpdate: ago(1) }, "webhook", "heard"],
    ["one came while the switch was being written down", { lastWebhookUpdate: ago(6) }, "webhook", "heard"],
    [
      "one has come by polling",
      { mode: "polling", activeDoor: "polling", lastPollingUpdate: ago(2) },
      "polling",
      "heard",
    ],
    ["the webhook could not be set", back, "webhook", "back"],
    ["it is paused", { status: "paused", activeDoor: "none" }, "none", "open"],
  ])("%s", (_name, facts, to, stage) => {
    const progress = progressOf({ ...switched, ...facts }, config, now);
    expect(progress).toMatchObject({ to, stage });
    expect(progress.reason).toBe(stage === "back" ? back.doorReason : null);
  });
});
