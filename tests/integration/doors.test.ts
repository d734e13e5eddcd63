import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TenantContext } from "../../lib/context";
import { putReplies } from "../../lib/replies/put-replies";
import { startSystem, type TestSystem, until } from "../support/system";

const echo = [{ trigger: { type: "any" as const }, text: "{{text}}", enabled: true }];

describe("both doors", () => {
  let system: TestSystem;
  let tenant: TenantContext;

  beforeAll(async () => {
    system = await startSystem();
    tenant = await system.tenant();
    await system.startSidecar();
  });
  afterAll(() => system.close());

  for (const mode of ["webhook", "polling"] as const) {
    const sent = (telegramId: number) =>
      system.simulator.calls(telegramId, 0).filter((call) => call.method === "sendMessage");

    test(`a bot answers /start by ${mode}, and every trace of the update is there`, async () => {
      const { bot, telegramId } = await system.register(tenant, { mode });
      expect(bot.activeDoor).toBe(mode);
      system.simulator.sendMessage(telegramId, { chat_id: 77, text: "/start" });
      const reply = await until("the reply", () => sent(telegramId)[0]);
      expect(reply.params).toMatchObject({ chat_id: 77 });
      expect(reply.via).toBe(mode === "webhook" ? "webhook-reply" : "api");
      const row = await until("the outcome", async () => {
        const found = await system.db.database.prisma.update.findFirst({ where: { botId: bot.id } });
        return found?.state === "handled" && found;
      });
      expect(row).toMatchObject({ door: mode, attempts: 1, kind: "message", chatId: 77n, error: null });
      expect(JSON.parse(row.actions ?? "[]")).toMatchObject([{ method: "sendMessage" }]);
      await until("the time of the bot's last update", async () => {
        const found = await system.db.database.prisma.bot.findUnique({ where: { id: bot.id } });
        return mode === "webhook" ? found?.lastWebhookUpdate : found?.lastPollingUpdate;
      });
    });

    test(`a thousand messages in a hundred chats are answered once and in order by ${mode}`, async () => {
      const { bot, telegramId } = await system.register(tenant, { mode });
      await putReplies(tenant, { botId: bot.id, replies: echo });
      for (let i = 0; i < 1000; i++) {
        system.simulator.sendMessage(telegramId, { chat_id: 1 + (i % 100), text: String(i) });
      }
      const replies = await until(
        "1,000 replies",
        () => sent(telegramId).length >= 1000 && sent(telegramId),
        40_000,
      );
      const params = replies.map((call) => call.params as { chat_id: number; text: string });
      for (let chatId = 1; chatId <= 100; chatId++) {
        const texts = params.filter((reply) => reply.chat_id === chatId).map((reply) => Number(reply.text));
        expect(texts).toEqual(Array.from({ length: 10 }, (_, i) => chatId - 1 + i * 100));
      }
      await until("every outcome", async () => {
        const done = await system.db.database.prisma.update.count({
          where: { botId: bot.id, state: "handled" },
        });
        return done === 1000;
      });
    });
  }
});
