import { afterAll, beforeAll, expect, test } from "vitest";
import { recentChats } from "../../lib/bots/recent-chats";
import type { TenantContext } from "../../lib/context";
import { tryReplies, tryRepliesInput } from "../../lib/replies/try-replies";
import { startSystem, type TestSystem, until } from "../support/system";

let system: TestSystem;
let tenant: TenantContext;
beforeAll(async () => {
  system = await startSystem();
  tenant = await system.tenant();
});
afterAll(() => system.close());

const attempt = (ctx: TenantContext, botId: number, replies: unknown[], text: string) =>
  tryReplies(ctx, { botId, ...tryRepliesInput.parse({ replies, text }) });

test("a list is tried as it stands: replies that are not finished are named, the others answer", async () => {
  const { bot } = await system.register(tenant, { mode: "polling" });
  const replies = [
    { trigger: { type: "command", value: "" }, text: "" },
    "no reply at all",
    { trigger: { type: "keyword", value: "rain" }, text: "Take an umbrella, {{first_name}}.", enabled: true },
  ];
  expect(await attempt(tenant, bot.id, replies, "Will it rain?")).toEqual({
    match: { index: 2, trigger: "keyword" },
    tried: [
      { index: 0, miss: "faulty" },
      { index: 1, miss: "faulty" },
    ],
    addressee: null,
    answer: "Take an umbrella, Ada.",
  });
  expect(await attempt(tenant, bot.id, replies, "Snow?")).toMatchObject({ match: null, answer: null });
  expect(system.simulator.calls(bot.telegramId, 0).some(({ method }) => method === "sendMessage")).toBe(
    false,
  );
});

test("another tenant's bot is tried by nobody else", async () => {
  const { bot } = await system.register(tenant, { mode: "polling" });
  const stranger = await system.tenant();
  await expect(attempt(stranger, bot.id, [], "x")).rejects.toMatchObject({ code: "not_found" });
  await expect(recentChats(stranger, { botId: bot.id })).rejects.toMatchObject({ code: "not_found" });
});

test("who wrote lately is named, each chat once, the last one first", async () => {
  const { bot, telegramId } = await system.register(tenant, { mode: "webhook" });
  const say = (chat_id: number, first_name: string) =>
    system.simulator.sendMessage(telegramId, { chat_id, text: "/start", first_name });
  say(1, "Ada");
  say(2, "Grace");
  say(3, "Ada");
  system.simulator.sendMessage(telegramId, { chat_id: -5, chat_type: "group", title: "Team", text: "hi" });
  say(1, "Ada");
  const chats = await until("all of them", async () => {
    const found = await recentChats(tenant, { botId: bot.id });
    return found.length === 4 && found[0]?.id === 1 && found;
  });
  expect(chats).toEqual([
    { id: 1, name: "Ada · 1" },
    { id: -5, name: "Team" },
    { id: 3, name: "Ada · 3" },
    { id: 2, name: "Grace" },
  ]);
});
