import { statsQuery } from "../../bots/inspector-schemas";
import { declare } from "./call";
import * as examples from "./examples";
import { answers, bodies, botParams, chatParams, updateParams } from "./shapes";

const quarantinedChat = {
  chatId: 987654321,
  since: "2026-03-01T12:00:00.000Z",
  reason: "Three of its updates in a row could not be handled. The last error: TypeError",
  waiting: 4,
  releasingSince: null,
};

const counted = {
  updates: 120,
  failures: 1,
  byKind: { message: 100, callback_query: 20 },
  byDoor: { webhook: 120 },
  p50Ms: 2.4,
  p99Ms: 11.2,
};

/** The calls around the inspector: replays, chats that are set aside, and statistics. */
export const inspectorCalls = {
  replayUpdate: declare({
    operationId: "replayUpdate",
    method: "post",
    path: "/bots/{botId}/updates/{updateId}/replay",
    tag: "Updates",
    summary: "Handle an update once more",
    description:
      "An updateId that came twice names the newest. As a new attempt, in its chat's turn; answers when it is through, or after 8 seconds with `done` false. Two requests at once for the same attempt make one: the other is refused with `conflict`. A dry run says what would be sent and sends nothing.",
    auth: "key",
    params: updateParams,
    body: bodies.Replay,
    bodyOptional: true,
    status: 200,
    answer: answers.ReplayOutcome,
    examples: {
      body: { dryRun: true },
      answer: {
        dryRun: true,
        done: true,
        attempt: 2,
        error: null,
        actions: [{ ...examples.update.actions[0], via: "api" }],
      },
    },
    problems: ["bot_paused", "bot_unauthorized", "conflict"],
  }),
  listQuarantine: declare({
    operationId: "listQuarantine",
    method: "get",
    path: "/bots/{botId}/quarantine",
    tag: "Quarantine",
    summary: "List a bot's chats that are set aside",
    description:
      "A chat whose updates keep failing is set aside: they are recorded and not handled until it is released. Newest first, at most 500.",
    auth: "key",
    params: botParams,
    status: 200,
    answer: answers.Quarantine,
    examples: { answer: { items: [quarantinedChat] } },
    problems: [],
  }),
  quarantineChat: declare({
    operationId: "quarantineChat",
    method: "put",
    path: "/bots/{botId}/quarantine/{chatId}",
    tag: "Quarantine",
    summary: "Set a chat aside",
    description: "By hand. Setting it aside again changes nothing, but stops a release that is under way.",
    auth: "key",
    params: chatParams,
    body: bodies.QuarantineChat,
    bodyOptional: true,
    status: 200,
    answer: answers.QuarantinedChat,
    examples: { body: { reason: "Somebody floods the bot." }, answer: quarantinedChat },
    problems: [],
  }),
  releaseChat: declare({
    operationId: "releaseChat",
    method: "post",
    path: "/bots/{botId}/quarantine/{chatId}/release",
    tag: "Quarantine",
    summary: "Release a chat",
    description:
      "What was set aside is handled in order, and what comes meanwhile behind it; or all of it is given up. Answers when that has begun.",
    auth: "key",
    params: chatParams,
    body: bodies.ReleaseChat,
    bodyOptional: true,
    status: 200,
    answer: answers.Release,
    examples: { body: { discard: false }, answer: { chatId: 987654321, discarded: null } },
    problems: [],
  }),
  botStats: declare({
    operationId: "botStats",
    method: "get",
    path: "/bots/{botId}/stats",
    tag: "Health",
    summary: "A bot's updates, failures, handling times and chats over time",
    description:
      "Counters by the minute are kept for 8 days, by the hour for 90. Times are read from classes that double, so a percentile may be off by up to a factor of two.",
    auth: "key",
    params: botParams,
    query: statsQuery,
    status: 200,
    answer: answers.Stats,
    examples: {
      answer: {
        from: "2026-03-01T12:00:00.000Z",
        to: "2026-03-01T13:00:00.000Z",
        bucket: "1h",
        points: [{ at: "2026-03-01T12:00:00.000Z", ...counted }],
        activeChats: [{ at: "2026-03-01T12:00:00.000Z", chats: 17 }],
        totals: { ...counted, chats: 17 },
      },
    },
    problems: [],
  }),
} as const;
