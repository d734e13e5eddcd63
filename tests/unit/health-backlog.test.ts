import { describe, it } from "vitest";
import { byPolling, byWebhook, expectVerdict, hours, minutes, type Row, seconds } from "./health-facts";

const rows: Row[] = [
  // Backlog
  [
    "what is just being delivered",
    { ...byWebhook, pendingCount: 3, oldestPendingAt: seconds(5) },
    "healthy",
    /by webhook/,
    null,
  ],
  [
    "a backlog of known age",
    { ...byWebhook, pendingCount: 1200, oldestPendingAt: hours(3), lastWebhookUpdate: hours(4) },
    "degraded",
    "1,200 updates wait at Telegram, the oldest for 3 hours; Telegram starts dropping them at 25 Aug, 09:00 UTC.",
    "switch_to_polling",
  ],
  [
    "one update waiting",
    { ...byWebhook, pendingCount: 1, oldestPendingAt: hours(3), lastWebhookUpdate: hours(4) },
    "degraded",
    /^1 update waits at Telegram, for 3 hours;/,
    "switch_to_polling",
  ],
  [
    "a backlog near its end",
    { ...byWebhook, pendingCount: 9, oldestPendingAt: hours(23), lastWebhookUpdate: hours(30) },
    "down",
    /starts dropping them at 24 Aug, 13:00 UTC/,
    "switch_to_polling",
  ],
  [
    "a backlog being dropped",
    { ...byWebhook, pendingCount: 9, oldestPendingAt: hours(25), lastWebhookUpdate: hours(30) },
    "down",
    /Telegram is dropping them/,
    "switch_to_polling",
  ],
  [
    "a backlog while polling",
    {
      ...byPolling,
      pendingCount: 9,
      oldestPendingAt: minutes(1.5),
      lastPollAt: minutes(1.8),
      lastPollingUpdate: hours(2),
    },
    "degraded",
    /9 updates wait/,
    null,
  ],
  [
    "a busy bot, where something waits at every look",
    { ...byWebhook, pendingCount: 9, oldestPendingAt: hours(3) },
    "healthy",
    /by webhook/,
    null,
  ],
  [
    "a busy bot's backlog, of which nobody knows the oldest",
    { ...byWebhook, pendingCount: 1200, oldestPendingAt: hours(3) },
    "degraded",
    "1,200 updates wait at Telegram and are being fetched.",
    null,
  ],
  [
    "waiting while none arrives",
    { ...byWebhook, pendingCount: 4, lastWebhookUpdate: minutes(9) },
    "degraded",
    "4 updates wait at Telegram, and none has arrived for 8 minutes.",
    "switch_to_polling",
  ],
  [
    "many waiting while some arrive",
    { ...byWebhook, pendingCount: 400 },
    "degraded",
    /400 updates wait at Telegram and are being fetched/,
    null,
  ],
  ["a few waiting while some arrive", { ...byWebhook, pendingCount: 4 }, "healthy", /by webhook/, null],
  [
    "an outdated count",
    { ...byWebhook, pendingCount: 400, checkedAt: hours(2) },
    "healthy",
    /by webhook/,
    null,
  ],
  [
    "a count that nothing has outdated",
    { ...byWebhook, pendingCount: 4, checkedAt: hours(2), lastWebhookUpdate: hours(5) },
    "degraded",
    /4 updates wait/,
    "switch_to_polling",
  ],
];

describe("the verdict on a backlog", () => {
  it.each(rows)("%s", expectVerdict);
});
