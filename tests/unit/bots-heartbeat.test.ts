import { describe, expect, test } from "vitest";
import { heartbeat } from "../../lib/bots/heartbeat";

const hour = 3_600_000;
/** Half past twelve: the hour under way is half over. */
const now = Date.UTC(2026, 2, 1, 12, 30);
const at = (hoursAgo: number) => new Date(now - hoursAgo * hour);
const startOf = (hoursAgo: number) => new Date(Math.floor(now / hour) * hour - hoursAgo * hour);

const bot = {
  activeDoor: "webhook",
  status: "active",
  mode: "webhook",
  fallbackSince: null,
  createdAt: at(1_000),
} as const;
const none = { bot, counts: [], events: [] };
const states = (facts: Parameters<typeof heartbeat>[0]) => heartbeat(facts, now).map(({ state }) => state);
const event = (
  hoursAgo: number,
  fromDoor: "webhook" | "polling" | "none",
  toDoor: "webhook" | "polling" | "none",
  status: "active" | "paused" | "unauthorized" | "conflict" = "active",
  { actor = "tenant", reason = "" } = {},
) => ({ at: at(hoursAgo), fromDoor, toDoor, status, actor, reason });
const byHookline = { actor: "hookline" };

describe("the heartbeat of a bot", () => {
  test("has an entry an hour, oldest first, the hour under way last", () => {
    const hours = heartbeat({ ...none, counts: [{ hour: startOf(0), updates: 3, failures: 0 }] }, now);
    expect(hours).toHaveLength(24);
    expect(hours.at(-1)).toEqual({ hour: startOf(0).toISOString(), updates: 3, failures: 0, state: "good" });
    expect(hours[0]?.hour).toBe(startOf(23).toISOString());
  });

  test("an hour without updates is quiet, not an alarm", () => {
    expect(new Set(states(none))).toEqual(new Set(["quiet"]));
  });

  test("an hour in which handling failed is trouble", () => {
    expect(states({ ...none, counts: [{ hour: startOf(2), updates: 9, failures: 1 }] }).at(-3)).toBe(
      "trouble",
    );
  });

  test("an hour in which the bot stood at no door is down, and so is each until it came back", () => {
    const events = [
      event(30, "none", "webhook"),
      event(5, "webhook", "none", "unauthorized"),
      event(3, "none", "webhook"),
    ];
    const shown = states({ ...none, events });
    expect(shown.slice(-7)).toEqual(["quiet", "down", "down", "down", "quiet", "quiet", "quiet"]);
  });

  test("a pause is off, not down", () => {
    const events = [event(30, "none", "webhook"), event(4, "webhook", "none", "paused")];
    const paused = { ...bot, activeDoor: "none", status: "paused" } as const;
    expect(states({ ...none, bot: paused, events }).slice(-4)).toEqual(["off", "off", "off", "off"]);
  });

  test("hours before the bot was registered are off", () => {
    const young = { ...bot, createdAt: at(2) };
    expect(states({ ...none, bot: young, events: [event(2, "none", "webhook")] }).slice(-4)).toEqual([
      "off",
      "quiet",
      "quiet",
      "quiet",
    ]);
  });

  test("while a bot polls because its webhook failed, its hours are trouble", () => {
    const fallen = { ...bot, activeDoor: "polling", fallbackSince: at(1.2) } as const;
    const counts = [0, 1, 2].map((ago) => ({ hour: startOf(ago), updates: 5, failures: 0 }));
    expect(states({ ...none, bot: fallen, counts }).slice(-3)).toEqual(["good", "trouble", "trouble"]);
  });

  test("a fallback that is over still shows in its hours", () => {
    const events = [
      event(30, "none", "webhook"),
      event(5.2, "webhook", "polling", "active", byHookline),
      // Its webhook is tried and fails; then it stands the test.
      event(4.2, "polling", "polling", "active", byHookline),
      event(3.2, "polling", "webhook", "active", byHookline),
      event(3.1, "webhook", "webhook", "active", byHookline),
    ];
    expect(states({ ...none, events }).slice(-8)).toEqual([
      "quiet",
      "quiet",
      "trouble",
      "trouble",
      "trouble",
      "quiet",
      "quiet",
      "quiet",
    ]);
  });

  test("a fallback ends where its owner chooses polling, and begins where a webhook cannot be set", () => {
    const refused = { actor: "hookline", reason: "The webhook could not be set: Bad Request" };
    const events = [
      event(30, "none", "polling"),
      event(5.2, "polling", "polling", "active", refused),
      event(3.2, "polling", "polling", "active"),
    ];
    const polled = { ...bot, mode: "polling", activeDoor: "polling" } as const;
    expect(states({ ...none, bot: polled, events }).slice(-7)).toEqual([
      "quiet",
      "trouble",
      "trouble",
      "trouble",
      "quiet",
      "quiet",
      "quiet",
    ]);
    // Polling that Hookline opens again, as it was chosen, is none.
    const opened = [event(30, "none", "polling"), event(2, "polling", "polling", "active", byHookline)];
    expect(states({ ...none, bot: polled, events: opened })).not.toContain("trouble");
  });

  test("a switch between two doors is no outage", () => {
    expect(states({ ...none, events: [event(1, "webhook", "polling")] })).not.toContain("down");
  });

  test("of a time whose beginning nobody wrote down, nothing bad is claimed", () => {
    expect(states({ ...none, events: [event(1, "none", "webhook")] })).not.toContain("down");
  });
});
