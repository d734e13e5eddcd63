import { describe, expect, it } from "vitest";
import { verdict } from "../../lib/health/verdict";
import {
  byPolling,
  byWebhook,
  expectVerdict,
  failing,
  hours,
  inConflict,
  minutes,
  now,
  type Row,
  seconds,
} from "./health-facts";

const rows: Row[] = [
  // Status
  [
    "a revoked token",
    { ...byWebhook, status: "unauthorized" },
    "down",
    "Telegram no longer accepts this bot's token.",
    "replace_token",
  ],
  ["paused", { ...byWebhook, status: "paused", activeDoor: "none" }, "down", /paused/, "resume"],
  [
    "another system's webhook",
    inConflict,
    "down",
    "Another system (thief.example) keeps setting its own webhook and has received this bot's updates for 5 minutes.",
    "take_back",
  ],
  [
    "another system's webhook, its host and time unknown",
    { ...inConflict, conflictHost: null, conflictSince: null },
    "down",
    "Another system keeps setting its own webhook and has received this bot's updates.",
    "take_back",
  ],
  [
    "a webhook that somebody removes",
    { ...inConflict, conflictKind: "webhook-vanished", conflictHost: null },
    "down",
    "Another program keeps removing this bot's webhook, and no update has come here for 5 minutes.",
    "take_back",
  ],
  [
    "another poller",
    { ...inConflict, conflictKind: "foreign-poller", conflictHost: null, conflictSince: hours(2) },
    "down",
    "Another program polls with this bot's token and has received its updates for 2 hours.",
    "take_back",
  ],
  [
    "a conflict of no kind",
    { ...inConflict, conflictKind: null, doorReason: null },
    "down",
    "Another program receives this bot's updates.",
    "take_back",
  ],
  [
    "a conflict of no kind, with a reason",
    { ...inConflict, conflictKind: null, doorReason: "Its webhook leads elsewhere." },
    "down",
    "Another program receives this bot's updates: Its webhook leads elsewhere.",
    "take_back",
  ],
  // No door
  [
    "changing doors",
    { ...byWebhook, activeDoor: "none", doorChangedAt: seconds(5) },
    "degraded",
    /changing doors/,
    null,
  ],
  [
    "no door for long, webhook wanted",
    { ...byWebhook, activeDoor: "none", doorChangedAt: minutes(5), doorReason: "It broke." },
    "down",
    /neither a webhook nor polling is on: It broke\.$/,
    "retry_webhook",
  ],
  [
    "no door for long, polling wanted",
    { ...byPolling, activeDoor: "none", doorChangedAt: minutes(5) },
    "down",
    /neither a webhook nor polling is on\.$/,
    "switch_to_polling",
  ],
  [
    "no door for long, no address",
    { ...byWebhook, activeDoor: "none", doorChangedAt: minutes(5), webhookAvailable: false },
    "down",
    /neither/,
    "switch_to_polling",
  ],
  // Handling
  [
    "a chat set aside",
    { ...byWebhook, chatsAside: 1, deadUpdates: 3 },
    "degraded",
    /^1 chat is set aside/,
    "release_chats",
  ],
  ["chats set aside", { ...byWebhook, chatsAside: 2 }, "degraded", /^2 chats are set aside/, "release_chats"],
  [
    "one update put aside",
    { ...byWebhook, deadUpdates: 1 },
    "degraded",
    /^1 update could not be handled/,
    "inspect_updates",
  ],
  [
    "updates put aside",
    { ...byWebhook, deadUpdates: 3 },
    "degraded",
    /^3 updates could not be handled/,
    "inspect_updates",
  ],
  [
    "a slow database",
    { ...byWebhook, databaseMs: 2500 },
    "degraded",
    "The database is slow: it takes 2 seconds for a small question.",
    null,
  ],
  // No data, and health
  [
    "no update ever",
    { ...byWebhook, lastWebhookUpdate: null },
    "unknown",
    "No update has arrived yet. Send /start to @shop_bot.",
    "send_start",
  ],
  [
    "no update ever, polling",
    { ...byPolling, lastPollingUpdate: null },
    "unknown",
    "No update has arrived yet. Send /start to @shop_bot.",
    "send_start",
  ],
  [
    "no update since the webhook was set",
    { ...byWebhook, doorChangedAt: minutes(3), lastWebhookUpdate: null, lastPollingUpdate: minutes(4) },
    "unknown",
    "Nothing has come by webhook since it was set 3 minutes ago. Send /start to @shop_bot.",
    "send_start",
  ],
  [
    "an update while the webhook was being set",
    { ...byWebhook, doorChangedAt: minutes(3), lastWebhookUpdate: minutes(3) - 2_000 },
    "healthy",
    /by webhook/,
    null,
  ],
  [
    "quiet for days and nobody looked",
    { ...byWebhook, lastWebhookUpdate: hours(40), checkedAt: hours(30) },
    "unknown",
    /No update has come for 1 day\. Send/,
    "send_start",
  ],
  [
    "quiet for days and Telegram says all is well",
    { ...byWebhook, lastWebhookUpdate: hours(40), checkedAt: minutes(1) },
    "healthy",
    "Ready by webhook; it has been quiet for 1 day.",
    null,
  ],
  [
    "updates by webhook",
    byWebhook,
    "healthy",
    "Updates arrive by webhook; the last came 12 seconds ago.",
    null,
  ],
  [
    "updates by polling",
    byPolling,
    "healthy",
    "Updates arrive by polling; the last came 40 seconds ago.",
    null,
  ],
  [
    "polling without traffic",
    { ...byPolling, lastPollingUpdate: hours(5) },
    "healthy",
    "Ready by polling; it has been quiet for 5 hours.",
    null,
  ],
];

describe("the verdict on a bot", () => {
  it.each(rows)("%s", expectVerdict);

  it("never quotes a secret", () => {
    const token = `123456789:${"A".repeat(35)}`;
    const secret = `42_${"b".repeat(43)}`;
    for (const facts of [
      failing(`odd ${token} ${secret}`),
      {
        ...byPolling,
        pollFailure: "refused" as const,
        pollError: `https://api.telegram.org/bot${token}/getUpdates failed`,
      },
      { ...byPolling, mode: "webhook" as const, doorReason: `Broken: ${secret}` },
      { ...inConflict, conflictKind: null, doorReason: token },
      { ...inConflict, conflictHost: secret },
      { ...byWebhook, canaryState: "dead" as const, canarySince: seconds(5), canaryReason: token },
    ]) {
      expect(verdict(facts, now).sentence).not.toMatch(/A{10}|b{10}/);
    }
  });
});
