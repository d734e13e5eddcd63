import { describe, expect, it } from "vitest";
import { type Address, type DoorFacts, webhookFailure } from "../../lib/transport/door-machine";
import { ago, agreedDead, atWebhook, dead, infoOf, now, unknown, well } from "./door-machine-facts";

const failed = (lastErrorMessage: string | null, more: Partial<DoorFacts> = {}): DoorFacts => ({
  ...atWebhook,
  info: infoOf({ pending: 4, lastErrorAt: ago(60), lastErrorMessage }),
  ...more,
});
const answered = (status: string) => failed(`Wrong response from the webhook: ${status}`);
const grown = (
  previousPending: number | null,
  pending: number,
  more: Partial<DoorFacts> = {},
): DoorFacts => ({
  ...atWebhook,
  lastWebhookUpdate: null,
  info: infoOf({ previousPending, pending }),
  ...more,
});
const noneArrives = "9 updates wait at Telegram and none arrives.";

type Row = [name: string, facts: DoorFacts, address: Address, texts: string | undefined];
const rows: Row[] = [
  // A last error
  ["never looked at", { ...atWebhook, info: null }, agreedDead, undefined],
  [
    "an error newer than the last success",
    failed("Connection refused"),
    well,
    "Telegram says: Connection refused",
  ],
  ["an error without words", failed(null), well, "Telegram says: the webhook failed"],
  [
    "an error before the last update",
    failed("Connection refused", { lastWebhookUpdate: ago(30) }),
    well,
    undefined,
  ],
  ["an error of the webhook before this one", failed("x", { webhookSetAt: ago(30) }), well, undefined],
  [
    "an error in the second of the last success",
    failed("Connection refused", { lastWebhookUpdate: ago(60) + 700 }),
    well,
    "Telegram says: Connection refused",
  ],
  ["an error in the second before it", failed("x", { lastWebhookUpdate: ago(59) }), well, undefined],
  [
    "an error with nothing waiting",
    { ...failed("x"), info: infoOf({ lastErrorAt: ago(1) }) },
    dead,
    undefined,
  ],
  ["an error before any update came", failed("x", { lastWebhookUpdate: null }), well, "Telegram says: x"],
  // Our own fault
  ["our own 503", answered("503 Service Unavailable"), well, undefined],
  ["our own 429", answered("429 Too Many Requests"), well, undefined],
  ["our own 503, the canary not flown", answered("503 Service Unavailable"), unknown, undefined],
  [
    "a 503 while the address is dead is the proxy's",
    answered("503 Service Unavailable"),
    dead,
    "Telegram says: Wrong response from the webhook: 503 Service Unavailable",
  ],
  [
    "a proxy's 502",
    answered("502 Bad Gateway"),
    well,
    "Telegram says: Wrong response from the webhook: 502 Bad Gateway",
  ],
  [
    "a number that only looks like it",
    failed("SSL error {error:0A00503A:SSL routines}"),
    well,
    "Telegram says: SSL error {error:0A00503A:SSL routines}",
  ],
  [
    "our own 503 while more and more waits",
    {
      ...answered("503 Service Unavailable"),
      info: infoOf({ previousPending: 3, pending: 9, lastErrorAt: ago(5), lastErrorMessage: "… 503 …" }),
      lastWebhookUpdate: null,
    },
    well,
    undefined,
  ],
  [
    "401: a wrong secret",
    answered("401 Unauthorized"),
    well,
    "Telegram says: Wrong response from the webhook: 401 Unauthorized",
  ],
  // Growing
  ["ever more waits and nothing ever came", grown(3, 9), well, noneArrives],
  ["the same waits", grown(9, 9), well, undefined],
  ["less waits", grown(12, 9), well, undefined],
  ["the first look", grown(null, 9), well, undefined],
  ["nothing waited before", grown(0, 9), well, undefined],
  ["growing, Hookline itself is down", grown(3, 9), unknown, undefined],
  ["growing at a busy bot", grown(3, 9, { lastWebhookUpdate: ago(1) }), well, undefined],
  [
    "growing at a busy bot, whatever the canary says",
    grown(3, 9, { lastWebhookUpdate: ago(1) }),
    agreedDead,
    undefined,
  ],
  ["growing, nothing since the address died", grown(3, 9, { lastWebhookUpdate: ago(25) }), dead, noneArrives],
  [
    "growing, nothing since it began to fail",
    grown(3, 9, { lastWebhookUpdate: ago(25), failingSince: ago(20) }),
    well,
    noneArrives,
  ],
  [
    "growing, but something came since it began to fail",
    grown(3, 9, { lastWebhookUpdate: ago(5), failingSince: ago(20) }),
    well,
    undefined,
  ],
  ["failing, and the same waits", grown(9, 9, { failingSince: ago(20) }), well, noneArrives],
  ["failing, and less waits", grown(12, 9, { failingSince: ago(20) }), well, undefined],
  [
    "an old error, and a busy bot's count grows",
    {
      ...failed("Connection refused", { lastWebhookUpdate: now }),
      info: infoOf({
        previousPending: 1,
        pending: 2,
        lastErrorAt: ago(60),
        lastErrorMessage: "Connection refused",
      }),
    },
    well,
    undefined,
  ],
];

describe("whether a webhook fails", () => {
  it.each(rows)("%s", (_, facts, address, texts) => {
    expect(webhookFailure(facts, address)).toBe(texts);
  });
});
