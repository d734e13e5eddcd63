import { describe, expect, test } from "vitest";
import { control, mintBot, startSimulator } from "./test-kit";

const button = (data: string) => ({ inline_keyboard: [[{ text: "Go", callback_data: data }]] });

describe("sendMessage", () => {
  test("answers the message, with ids that grow by chat", async () => {
    const { url } = await startSimulator();
    const bot = await mintBot(url);
    expect(
      (await bot.api("sendMessage", { chat_id: 5, text: "one", reply_markup: button("x") })).result,
    ).toMatchObject({
      message_id: 1,
      from: { id: bot.id, is_bot: true },
      chat: { id: 5, type: "private" },
      date: expect.any(Number),
      text: "one",
      reply_markup: button("x"),
    });
    expect((await bot.api("sendMessage", { chat_id: 5, text: "two" })).result).toMatchObject({
      message_id: 2,
    });
    expect((await bot.api("sendMessage", { chat_id: -6, text: "one" })).result).toMatchObject({
      message_id: 1,
      chat: { id: -6, type: "group" },
    });
  });

  test("refuses what Telegram refuses, in its words", async () => {
    const { url } = await startSimulator();
    const bot = await mintBot(url);
    const cases: [Record<string, unknown>, string | RegExp][] = [
      [{ text: "hi" }, "Bad Request: chat_id is empty"],
      [{ chat_id: "nobody", text: "hi" }, "Bad Request: chat not found"],
      [{ chat_id: 1 }, "Bad Request: message text is empty"],
      [{ chat_id: 1, text: " \n" }, "Bad Request: message text is empty"],
      [{ chat_id: 1, text: "x".repeat(4097) }, "Bad Request: message is too long"],
      [{ chat_id: 1, text: "hi", reply_markup: button("x".repeat(65)) }, "Bad Request: BUTTON_DATA_INVALID"],
      [{ chat_id: 1, text: "hi", reply_markup: button("") }, "Bad Request: BUTTON_DATA_INVALID"],
      [{ chat_id: 1, text: "hi", reply_markup: "{" }, "Bad Request: object expected as reply markup"],
      [{ chat_id: 1, text: "hi", parse_mode: "BBCode" }, "Bad Request: unsupported parse_mode"],
      [
        { chat_id: 1, text: "<b>hi", parse_mode: "HTML" },
        /^Bad Request: can't parse entities: Can't find end tag/,
      ],
      [
        { chat_id: 1, text: "<script>", parse_mode: "HTML" },
        /^Bad Request: can't parse entities: Unsupported start tag/,
      ],
      [{ chat_id: 1, text: "a < b", parse_mode: "HTML" }, /^Bad Request: can't parse entities: /],
      [
        { chat_id: 1, text: "done.", parse_mode: "MarkdownV2" },
        /^Bad Request: can't parse entities: Character '\.' is reserved/,
      ],
      [
        { chat_id: 1, text: "*bold", parse_mode: "MarkdownV2" },
        /^Bad Request: can't parse entities: Can't find end of Bold/,
      ],
      [
        { chat_id: 1, text: "_it", parse_mode: "Markdown" },
        /^Bad Request: can't parse entities: Can't find end of/,
      ],
    ];
    for (const [params, description] of cases)
      expect(await bot.api("sendMessage", params)).toMatchObject({
        status: 400,
        description: typeof description === "string" ? description : expect.stringMatching(description),
      });
    expect(await bot.api("sendMessage", { chat_id: 1, text: "x".repeat(4096) })).toMatchObject({
      status: 200,
    });
  });

  test("turns HTML, MarkdownV2 and Markdown into text and entities", async () => {
    const { url } = await startSimulator();
    const bot = await mintBot(url);
    const send = async (text: string, parse_mode: string) =>
      (await bot.api("sendMessage", { chat_id: 1, text, parse_mode })).result;
    expect(await send('<b>a &lt; <i>b</i></b> <a href="https://x.org">c</a>', "HTML")).toMatchObject({
      text: "a < b c",
      entities: [
        { type: "bold", offset: 0, length: 5 },
        { type: "italic", offset: 4, length: 1 },
        { type: "text_link", offset: 6, length: 1, url: "https://x.org" },
      ],
    });
    expect(await send("*a\\.* __u__ ||s|| `c.d` [l](https://x.org)", "MarkdownV2")).toMatchObject({
      text: "a. u s c.d l",
      entities: [
        { type: "bold", offset: 0, length: 2 },
        { type: "underline", offset: 3, length: 1 },
        { type: "spoiler", offset: 5, length: 1 },
        { type: "code", offset: 7, length: 3 },
        { type: "text_link", offset: 11, length: 1, url: "https://x.org" },
      ],
    });
    expect(await send("*b* _i_ 1.5", "Markdown")).toMatchObject({
      text: "b i 1.5",
      entities: [
        { type: "bold", offset: 0, length: 1 },
        { type: "italic", offset: 2, length: 1 },
      ],
    });
  });

  test("is 403 for who blocked the bot and 400 with the new id for a group that moved", async () => {
    const { url } = await startSimulator();
    const bot = await mintBot(url);
    await bot.control("/chats/5", { blocked: true });
    expect(await bot.api("sendMessage", { chat_id: 5, text: "hi" })).toMatchObject({
      status: 403,
      description: "Forbidden: bot was blocked by the user",
    });
    await bot.control("/chats/5", { blocked: false });
    expect(await bot.api("sendMessage", { chat_id: 5, text: "hi" })).toMatchObject({ status: 200 });
    await bot.control("/chats/-9", { migrate_to_chat_id: -1001 });
    expect(await bot.api("sendMessage", { chat_id: -9, text: "hi" })).toMatchObject({
      status: 400,
      description: "Bad Request: group chat was upgraded to a supergroup chat",
      parameters: { migrate_to_chat_id: -1001 },
    });
  });
});

describe("other methods", () => {
  test("edit and delete the bot's own messages and refuse what is not there", async () => {
    const { url } = await startSimulator();
    const bot = await mintBot(url);
    await bot.api("sendMessage", { chat_id: 1, text: "old" });
    const edit = { chat_id: 1, message_id: 1, text: "new" };
    expect((await bot.api("editMessageText", edit)).result).toMatchObject({ message_id: 1, text: "new" });
    expect(await bot.api("editMessageText", edit)).toMatchObject({
      status: 400,
      description: expect.stringMatching(/^Bad Request: message is not modified/),
    });
    expect(await bot.api("editMessageText", { ...edit, message_id: 9 })).toMatchObject({
      status: 400,
      description: "Bad Request: message to edit not found",
    });
    expect(await bot.api("deleteMessage", { chat_id: 1, message_id: 1 })).toMatchObject({ result: true });
    expect((await control(url, "GET", `/bots/${bot.id}/chats/1`)).body).toEqual([]);
    expect(await bot.api("deleteMessage", { chat_id: 1, message_id: 1 })).toMatchObject({
      status: 400,
      description: "Bad Request: message to delete not found",
    });
  });

  test("answer a pressed button once it was pressed", async () => {
    const { url } = await startSimulator();
    const bot = await mintBot(url);
    await bot.api("sendMessage", { chat_id: 1, text: "press", reply_markup: button("x") });
    await bot.control("/callbacks", { chat_id: 1, message_id: 1, data: "x" });
    const [update] = (await bot.api("getUpdates")).result as { callback_query: { id: string } }[];
    expect(update).toMatchObject({
      callback_query: { data: "x", from: { id: 1 }, message: { text: "press" } },
    });
    const known = { callback_query_id: update?.callback_query.id };
    expect(await bot.api("answerCallbackQuery", known)).toMatchObject({ status: 200, result: true });
    expect(await bot.api("answerCallbackQuery", { callback_query_id: "1" })).toMatchObject({ status: 400 });
  });

  test("keep commands, know chats, have no files, and are 404 when Telegram has no such method", async () => {
    const { url } = await startSimulator();
    const bot = await mintBot(url);
    const commands = [{ command: "start", description: "Begin" }];
    expect(await bot.api("setMyCommands", { commands })).toMatchObject({ result: true });
    expect(await bot.api("getMyCommands")).toMatchObject({ result: commands });
    expect(
      await bot.api("setMyCommands", { commands: [{ command: "No!", description: "x" }] }),
    ).toMatchObject({
      status: 400,
      description: "Bad Request: BOT_COMMAND_INVALID",
    });
    await bot.write(8, "hi");
    expect(await bot.api("getChat", { chat_id: 8 })).toMatchObject({ result: { id: 8, type: "private" } });
    expect(await bot.api("getUserProfilePhotos", { user_id: 8 })).toMatchObject({
      result: { total_count: 0, photos: [] },
    });
    expect(await bot.api("getFile", { file_id: "x" })).toMatchObject({ status: 400 });
    expect(await bot.api("sendChatAction", { chat_id: 8, action: "typing" })).toMatchObject({ result: true });
    expect(await bot.api("getMagic")).toMatchObject({
      status: 404,
      error_code: 404,
      description: "Not Found",
    });
  });

  test("give and replace a managed bot's token", async () => {
    const { url } = await startSimulator();
    const [manager, managed] = [await mintBot(url), await mintBot(url)];
    expect(await manager.api("getManagedBotToken", { user_id: managed.id })).toMatchObject({
      result: managed.token,
    });
    const fresh = (await manager.api("replaceManagedBotToken", { user_id: managed.id })).result;
    expect(fresh).not.toBe(managed.token);
    expect(await managed.api("getMe")).toMatchObject({ status: 401 });
  });
});
