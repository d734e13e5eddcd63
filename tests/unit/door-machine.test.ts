import { describe, expect, it } from "vitest";
import { hostOf, recoveryPauseMs } from "../../lib/transport/door-machine";
import {
  ago,
  agreedDead,
  atPolling,
  atWebhook,
  dead,
  expectStep,
  inFallback,
  infoOf,
  now,
  type Row,
  refused,
  theirs,
  unknown,
  well,
} from "./door-machine-facts";

const rest = (why: string) => ({ do: "rest", why }) as const;
const refusedWords = "Telegram says: Connection refused";
const onProbation = {
  ...atWebhook,
  webhookSetAt: ago(20),
  lastWebhookUpdate: ago(600),
  fallbackSince: ago(300),
};
const failedSinceSet = infoOf({ pending: 4, lastErrorAt: ago(10), lastErrorMessage: "Connection refused" });
const stolen = { ...atWebhook, info: infoOf({ url: theirs }) };

const still: Row[] = [
  [
    "a switch under way",
    { ...atWebhook, switching: true, activeDoor: "none" },
    well,
    rest("A switch is under way."),
  ],
  ["paused", { ...atWebhook, status: "paused", activeDoor: "none" }, well, rest("The bot is paused.")],
  ["unauthorized", { ...atPolling, status: "unauthorized" }, well, rest("The bot is unauthorized.")],
  ["in conflict", { ...stolen, status: "conflict", activeDoor: "none" }, well, rest("The bot is conflict.")],
];

const nowhere: Row[] = [
  [
    "wants its webhook",
    { ...atWebhook, activeDoor: "none" },
    well,
    { do: "move", to: "webhook", reason: "The bot stood at no door." },
  ],
  [
    "wants to poll",
    { ...atPolling, activeDoor: "none" },
    well,
    { do: "move", to: "polling", reason: "The bot stood at no door." },
  ],
  [
    "wants a webhook where there is no address",
    { ...atWebhook, activeDoor: "none", expectedUrl: undefined },
    unknown,
    { do: "move", to: "polling", reason: "The bot stood at no door." },
  ],
];

const webhookDoor: Row[] = [
  ["works", atWebhook, well, rest("The webhook works.")],
  [
    "its owner chose polling",
    { ...atWebhook, mode: "polling" },
    well,
    { do: "move", to: "polling", reason: "The owner chose polling." },
  ],
  [
    "no public address any more",
    { ...atWebhook, expectedUrl: undefined },
    unknown,
    { do: "move", to: "polling", reason: "The deployment no longer has a public address." },
  ],
  [
    "the public address changed",
    { ...atWebhook, setUrl: "https://old.example/webhook/7" },
    well,
    { do: "move", to: "webhook", reason: "The deployment's public address has changed." },
  ],
  [
    "nobody has asked Telegram",
    { ...atWebhook, info: null },
    agreedDead,
    rest("Telegram has not been asked yet."),
  ],
  [
    "the address is dead and Telegram agrees, with nothing waiting",
    atWebhook,
    agreedDead,
    { do: "fall-back", reason: "The public address cannot be reached: connection refused." },
  ],
  ["only the canary says so, with nothing waiting", atWebhook, dead, rest("The webhook works.")],
  ["dead, but fallback is off", { ...atWebhook, mayFallBack: false }, agreedDead, rest("The webhook works.")],
  ["first failure", { ...atWebhook, info: refused }, well, { do: "note-failing", reason: refusedWords }],
  [
    "within the grace",
    { ...atWebhook, info: refused, failingSince: ago(29) },
    well,
    rest("The webhook fails; it has a moment to recover."),
  ],
  [
    "the grace is over",
    { ...atWebhook, info: refused, failingSince: ago(30) },
    well,
    { do: "fall-back", reason: refusedWords },
  ],
  ["recovered within the grace", { ...atWebhook, failingSince: ago(10) }, well, { do: "clear-failing" }],
  [
    "fails, and fallback is off",
    { ...atWebhook, info: refused, mayFallBack: false },
    well,
    { do: "note-failing", reason: refusedWords },
  ],
  [
    "still fails, and fallback is off",
    { ...atWebhook, info: refused, mayFallBack: false, failingSince: ago(600) },
    well,
    rest("The webhook fails, and fallback is switched off."),
  ],
  ["on probation and well", onProbation, well, rest("The webhook works.")],
  [
    "on probation and failing",
    { ...onProbation, info: failedSinceSet },
    well,
    { do: "fall-back", reason: refusedWords },
  ],
  ["probation stood", { ...onProbation, webhookSetAt: ago(60) }, well, { do: "end-fallback" }],
  [
    "fails after its probation",
    { ...onProbation, webhookSetAt: ago(61), info: failedSinceSet },
    well,
    { do: "note-failing", reason: refusedWords },
  ],
];

const pollingDoor: Row[] = [
  ["as its owner chose", atPolling, well, rest("The bot is polled, as it should be.")],
  [
    "no public address",
    { ...inFallback, expectedUrl: undefined },
    unknown,
    rest("The bot is polled, as it should be."),
  ],
  [
    "fallback, the address is dead",
    { ...inFallback, nextRecoveryAt: ago(1) },
    dead,
    rest("The webhook waits: the public address is dead (connection refused)."),
  ],
  [
    "fallback, nobody knows of the address",
    { ...inFallback, nextRecoveryAt: ago(1) },
    unknown,
    rest("The webhook waits until the public address is known to be well."),
  ],
  ["fallback, too early", inFallback, well, rest("The webhook is tried again later.")],
  [
    "fallback, its time has come",
    { ...inFallback, nextRecoveryAt: now },
    well,
    { do: "hand-back", reason: "The webhook is tried again." },
  ],
  [
    "fallback without a time",
    { ...inFallback, nextRecoveryAt: null },
    well,
    { do: "hand-back", reason: "The webhook is tried again." },
  ],
  [
    "fallback, the address was mended since",
    inFallback,
    { ...well, since: ago(5) },
    { do: "hand-back", reason: "The public address can be reached again." },
  ],
  [
    "never fell back: the address is new",
    { ...inFallback, fallbackSince: null, nextRecoveryAt: null },
    unknown,
    { do: "hand-back", reason: "The deployment has a public address now." },
  ],
];

describe("the next step of a bot's door", () => {
  describe("that may not move", () => it.each(still)("%s", expectStep));
  describe("that stands at no door", () => it.each(nowhere)("%s", expectStep));
  describe("at the webhook", () => it.each(webhookDoor)("%s", expectStep));
  describe("at polling", () => it.each(pollingDoor)("%s", expectStep));
});

describe("the pause before the webhook is tried again", () => {
  it.each([
    [0, 120_000],
    [1, 240_000],
    [2, 480_000],
    [3, 900_000],
    [1_000_000, 900_000],
  ])("after %i failures in a row", (tries, pauseMs) => {
    expect(recoveryPauseMs(tries, 120_000, 900_000)).toBe(pauseMs);
  });
});

describe("the host of a foreign webhook", () => {
  it.each([
    [theirs, "thief.example"],
    ["https://user:pass@thief.example:8443/x", "thief.example:8443"],
    ["what is this", "an address that cannot be read"],
  ])("%s", (url, host) => expect(hostOf(url)).toBe(host));
});
