import { Api, Context } from "grammy";
import type { Update, UserFromGetMe } from "grammy/types";
import { describe, expect, it } from "vitest";
import { behaviours } from "../../lib/behaviours/registry";
import type { BehaviourContext } from "../../lib/behaviours/types";
import { compileReplies, type ReplyRow } from "../../lib/replies/compile-replies";
import { deepJson } from "../support/odd-values";

const me = { id: 99, is_bot: true, first_name: "Shop", username: "shop_bot" } as UserFromGetMe;
const ann = { id: 5, is_bot: false, first_name: "Ann", language_code: "en" };
const chat = { id: 5, type: "private" as const, first_name: "Ann" };

const rows: ReplyRow[] = [
  ["command", "start", "Hello {{first_name}}"] as const,
  ["keyword", "empty", "{{username}}"] as const,
  ["any", null, "{{text}} from {{chat_id}} as {{update_id}} to {{bot_username}}"] as const,
].map(([triggerType, triggerValue, text]) => ({
  triggerType,
  triggerValue,
  text,
  parseMode: triggerType === "command" ? "HTML" : null,
  buttons:
    triggerType === "command"
      ? [[{ text: "Help", callback: "/help" }], [{ text: "Site", url: "https://x.y" }]]
      : null,
  language: null,
  enabled: true,
}));

/** Runs all behaviours over an update and tells which calls they made. */
async function run(update: object, refuse?: string) {
  const calls: { method: string; payload: Record<string, unknown> }[] = [];
  const notes: string[] = [];
  const api = new Api("99:unused");
  api.config.use(async (_send, method, payload) => {
    calls.push({ method, payload: { ...payload } });
    if (method === refuse)
      return { ok: false, error_code: 400, description: "Bad Request: query is too old" };
    return { ok: true, result: true as never };
  });
  const context: BehaviourContext = Object.assign(
    new Context({ update_id: 7, ...update } as Update, api, me),
    {
      hookline: {
        bot: { id: 1, telegramId: 99, username: "shop_bot", replies: compileReplies(rows) },
        search: async () => ({ verdicts: [], tooSlow: undefined }),
        note: (sentence: string) => void notes.push(sentence),
      },
    },
  );
  let passedOn = false;
  await behaviours.middleware()(context, async () => {
    passedOn = true;
  });
  expect(passedOn).toBe(true);
  return { calls, notes };
}

const message = (more: object) => ({ message: { message_id: 1, date: 1, chat, from: ann, ...more } });
const pressed = (more: object) => ({
  callback_query: {
    id: "q",
    from: ann,
    chat_instance: "c",
    data: "/start",
    message: { message_id: 1, date: 1, chat, from: me, text: "x" },
    ...more,
  },
});

describe("replies", () => {
  it("are sent with their parse mode and buttons", async () => {
    const { calls } = await run(message({ text: "/start" }));
    expect(calls).toEqual([
      {
        method: "sendMessage",
        payload: {
          chat_id: 5,
          text: "Hello Ann",
          parse_mode: "HTML",
          reply_markup: {
            inline_keyboard: [
              [{ text: "Help", callback_data: "/help" }],
              [{ text: "Site", url: "https://x.y" }],
            ],
          },
        },
      },
    ]);
  });

  it("answer a pressed button as if its text had been typed, and end its spinner", async () => {
    const { calls } = await run(pressed({}));
    expect(calls.map(({ method }) => method)).toEqual(["answerCallbackQuery", "sendMessage"]);
    expect(calls[0]?.payload).toEqual({ callback_query_id: "q" });
    expect(calls[1]?.payload).toMatchObject({ chat_id: 5, text: "Hello Ann" });
  });

  it("are sent although the button's query has grown too old", async () => {
    const { calls } = await run(pressed({}), "answerCallbackQuery");
    expect(calls.at(-1)?.method).toBe("sendMessage");
  });

  it("tell who asked when Telegram refuses the text", async () => {
    await expect(run(message({ text: "/start" }), "sendMessage")).rejects.toThrow("query is too old");
  });

  it.each([
    ["a text", message({ text: "hi" }), "hi from 5 as 7 to shop_bot"],
    ["a caption", message({ photo: [], caption: "hi" }), "hi from 5 as 7 to shop_bot"],
    ["a sticker", message({ sticker: {} }), " from 5 as 7 to shop_bot"],
    [
      "an anonymous administrator",
      message({
        text: "hi",
        from: { id: 1087968824, is_bot: true, first_name: "Group" },
        sender_chat: { id: 5, type: "supergroup", title: "x" },
      }),
      "hi from 5 as 7 to shop_bot",
    ],
    [
      "a message too old to be shown",
      pressed({ data: "hi", message: { message_id: 1, date: 0, chat } }),
      "hi from 5 as 7 to shop_bot",
    ],
  ])("answer %s", async (_name, update, text) => {
    const { calls } = await run(update);
    expect(calls.at(-1)?.payload.text).toBe(text);
  });

  it.each([
    ["an edited message", { edited_message: message({ text: "/start" }).message }],
    ["a channel post", { channel_post: message({ text: "/start" }).message }],
    ["a business message", { business_message: message({ text: "/start" }).message }],
    ["another bot", message({ text: "/start", from: { id: 6, is_bot: true, first_name: "B" } })],
    [
      "a channel speaking in a group",
      message({
        text: "/start",
        from: { id: 136817688, is_bot: true, first_name: "Channel" },
        sender_chat: { id: -100, type: "channel", title: "x" },
      }),
    ],
    ["a post forwarded from the linked channel", message({ text: "/start", is_automatic_forward: true })],
    ["a notice of Telegram's", message({ new_chat_members: [ann] })],
    ["a button under an inline message", pressed({ message: undefined, inline_message_id: "i" })],
    ["a command to another bot", message({ text: "/start@other_bot" })],
    ["a poll", { poll: { id: "p" } }],
    ["a kind that nobody knows yet", { brand_new: { text: "/start" } }],
  ])("leave %s alone", async (_name, update) => {
    expect((await run(update)).calls).toEqual([]);
  });

  const withText = (more: object) => message({ text: "hi", ...more });
  it.each<[string, (odd: unknown) => object]>([
    ["text", (odd) => message({ text: odd })],
    ["caption", (odd) => message({ caption: odd })],
    ["chat", (odd) => withText({ chat: odd })],
    ["chat's id", (odd) => withText({ chat: { ...chat, id: odd } })],
    ["sender", (odd) => withText({ from: odd })],
    ["sender's name", (odd) => withText({ from: { ...ann, first_name: odd } })],
    ["sender's language", (odd) => withText({ from: { ...ann, language_code: odd } })],
    ["topic", (odd) => withText({ is_topic_message: true, message_thread_id: odd })],
    ["topic of direct messages", (odd) => withText({ direct_messages_topic: { topic_id: odd } })],
    ["message", (odd) => ({ message: odd })],
    ["button's query", (odd) => ({ callback_query: odd })],
    ["query's id", (odd) => pressed({ id: odd })],
    ["query's data", (odd) => pressed({ data: odd })],
    ["query's sender", (odd) => pressed({ from: odd })],
    ["query's message", (odd) => pressed({ message: odd })],
  ])(
    "are made of no %s that is nested without end, or of another type than Telegram's",
    async (_name, make) => {
      for (const odd of [
        JSON.parse(deepJson(100_000)),
        JSON.parse(deepJson(100_000, '{"a":[', "]}")),
        true,
        1.5,
      ]) {
        for (const { payload } of (await run(make(odd))).calls)
          expect(() => JSON.stringify(payload)).not.toThrow();
      }
    },
  );

  it("send nothing and say so when the text is empty for this person", async () => {
    const { calls, notes } = await run(message({ text: "empty" }));
    expect(calls).toEqual([]);
    expect(notes).toEqual([expect.stringContaining("Reply 2 matched, but its text is empty")]);
  });

  it.each([
    [
      "stay in the topic of a forum",
      { is_topic_message: true, message_thread_id: 3 },
      { message_thread_id: 3 },
    ],
    ["leave chains of replies out", { message_thread_id: 3 }, {}],
    [
      "stay in a channel's direct messages",
      { direct_messages_topic: { topic_id: 4 } },
      { direct_messages_topic_id: 4 },
    ],
  ])("%s", async (_name, more, options) => {
    const { calls } = await run(message({ text: "hi", ...more }));
    const { chat_id: _chat, text: _text, ...rest } = calls[0]?.payload ?? {};
    expect(rest).toEqual(options);
  });
});
