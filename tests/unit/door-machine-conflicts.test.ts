import { describe, it } from "vitest";
import {
  ago,
  atPolling,
  atWebhook,
  badSecret,
  expectStep,
  inFallback,
  infoOf,
  now,
  ours,
  type Row,
  theirs,
  well,
} from "./door-machine-facts";

const rest = (why: string) => ({ do: "rest", why }) as const;
const stolen = { ...atWebhook, info: infoOf({ url: theirs }) };
const vanished = { ...atWebhook, info: infoOf({ url: "" }) };
const webhookSet = { failure: "webhook-set", since: ago(5) };

const secretAnew = {
  do: "take-back",
  reason: "Our own door refused the webhook's secret; it is set anew.",
} as const;
const otherSystems: Row[] = [
  ["a wrong secret", { ...atWebhook, info: badSecret }, well, secretAnew],
  [
    "a wrong secret with fallback off",
    { ...atWebhook, info: badSecret, mayFallBack: false },
    well,
    secretAnew,
  ],
  [
    "a wrong secret again",
    { ...atWebhook, info: badSecret, tookBackAt: ago(120) },
    well,
    { do: "note-failing", reason: "Telegram says: Wrong response from the webhook: 401 Unauthorized" },
  ],
  [
    "another system's webhook",
    stolen,
    well,
    {
      do: "take-back",
      reason: "Another system had set its webhook (thief.example); it was taken back once.",
    },
  ],
  [
    "another system's webhook again",
    { ...stolen, tookBackAt: ago(86_400) },
    well,
    {
      do: "report-conflict",
      kind: "foreign-webhook",
      url: theirs,
      reason: "Another system keeps setting its own webhook (thief.example).",
    },
  ],
  [
    "another system's webhook a day later",
    { ...stolen, tookBackAt: ago(86_401) },
    well,
    {
      do: "take-back",
      reason: "Another system had set its webhook (thief.example); it was taken back once.",
    },
  ],
  [
    "a webhook that vanished",
    vanished,
    well,
    { do: "take-back", reason: "The webhook had vanished at Telegram; it was taken back once." },
  ],
  [
    "a webhook that vanished again",
    { ...vanished, tookBackAt: ago(60) },
    well,
    {
      do: "report-conflict",
      kind: "webhook-vanished",
      url: null,
      reason: "Another program keeps removing this bot's webhook.",
    },
  ],
];

const pollConflicts: Row[] = [
  [
    "another poller, perhaps a hand-over",
    { ...atPolling, poll: { failure: "other-poller", since: ago(14) } },
    well,
    rest("Another program polls this bot; it may be a hand-over."),
  ],
  [
    "another poller for long",
    { ...atPolling, poll: { failure: "other-poller", since: ago(15) } },
    well,
    {
      do: "report-conflict",
      kind: "foreign-poller",
      url: null,
      reason: "Another program polls with this bot's token.",
    },
  ],
  [
    "a webhook in the way, not looked at yet",
    { ...atPolling, poll: webhookSet },
    well,
    rest("A webhook stands in the way; Telegram is asked whose it is."),
  ],
  [
    "a webhook in the way that has gone",
    { ...atPolling, poll: webhookSet, info: infoOf({ url: "" }) },
    well,
    rest("The bot is polled, as it should be."),
  ],
  [
    "our own webhook in the way",
    { ...atPolling, poll: webhookSet, info: infoOf({ url: ours }), tookBackAt: ago(60) },
    well,
    { do: "take-back", reason: "An old webhook of ours stood in the way of polling and was removed." },
  ],
  [
    "another system's webhook in the way",
    { ...atPolling, poll: webhookSet, info: infoOf({ url: theirs }) },
    well,
    {
      do: "take-back",
      reason: "A webhook of another system (thief.example) stood in the way of polling and was removed.",
    },
  ],
  [
    "another system's webhook in the way again",
    { ...atPolling, poll: webhookSet, info: infoOf({ url: theirs }), tookBackAt: ago(60) },
    well,
    {
      do: "report-conflict",
      kind: "foreign-webhook",
      url: theirs,
      reason: "Another system keeps setting its own webhook (thief.example).",
    },
  ],
  [
    "a poll that fails otherwise",
    { ...inFallback, nextRecoveryAt: now, poll: { failure: "unreachable", since: ago(60) } },
    well,
    { do: "hand-back", reason: "The webhook is tried again." },
  ],
];

describe("a bot that another system has got hold of", () => {
  describe("at the webhook", () => it.each(otherSystems)("%s", expectStep));
  describe("at polling", () => it.each(pollConflicts)("%s", expectStep));
});
