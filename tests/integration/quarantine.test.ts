import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Handler } from "../../lib/pipeline/behave";
import { until } from "../support/system";
import { type RestSystem, type RestTenant, startRestSystem } from "./rest-client";

/** A bot that echoes, but trips over "poison" for as long as `broken` says so. */
let broken = true;
const handler: Handler = async ({ update, calls }) => {
  const { message } = update.update;
  if (!message) return;
  if (broken && message.text?.startsWith("poison")) throw new TypeError("cannot read the mind of undefined");
  await calls.make("sendMessage", { chat_id: message.chat.id, text: message.text });
};

for (const mode of ["webhook", "polling"] as const) {
  describe(`a chat whose updates keep failing, by ${mode}`, () => {
    let rest: RestSystem;
    let ada: RestTenant;

    beforeAll(async () => {
      broken = true;
      rest = await startRestSystem({ parts: { handler: () => handler } });
      ada = await rest.restTenant();
      await rest.startSidecar({ handler: () => handler });
    });
    afterAll(() => rest.close());

    const textsOf = (telegramId: number, chatId: number) =>
      rest.simulator
        .calls(telegramId, 0)
        .filter(({ method, params }) => method === "sendMessage" && params.chat_id === chatId)
        .map(({ params }) => params.text);

    const quarantine = async (id: number) =>
      (await ada.call("GET", `/bots/${id}/quarantine`)).body.items as Record<string, unknown>[];

    /** A bot with chat 13 set aside after three poisoned updates, and five more updates recorded behind them. */
    async function poisoned() {
      const { bot, telegramId } = await rest.register(ada.ctx, { mode });
      for (let i = 1; i <= 3; i++) {
        rest.simulator.sendMessage(telegramId, { chat_id: 13, text: `poison ${i}` });
      }
      await until("the quarantine", async () => (await quarantine(bot.id)).length === 1);
      for (let i = 1; i <= 5; i++) {
        rest.simulator.sendMessage(telegramId, { chat_id: 13, text: `behind ${i}` });
      }
      await until("five updates set aside", async () => {
        const { body } = await ada.call("GET", `/bots/${bot.id}/updates?state=quarantined`);
        return (body.items?.length ?? 0) >= 5;
      });
      return { id: bot.id, telegramId };
    }

    test("is set aside with its reason, and the other chats go on", async () => {
      broken = true;
      const { id, telegramId } = await poisoned();
      expect(await quarantine(id)).toMatchObject([
        { chatId: 13, reason: expect.stringContaining("cannot read the mind"), releasingSince: null },
      ]);
      rest.simulator.sendMessage(telegramId, { chat_id: 14, text: "well" });
      await until("the other chat's reply", () => textsOf(telegramId, 14).includes("well"));
      expect(textsOf(telegramId, 13)).toEqual([]);
      const [waiting] = (await ada.call("GET", `/bots/${id}/updates?state=quarantined`)).body.items ?? [];
      const replay = await ada.call("POST", `/bots/${id}/updates/${String(waiting?.updateId)}/replay`);
      expect(replay.body).toMatchObject({
        code: "conflict",
        detail: expect.stringContaining("Release the chat"),
      });
    });

    test("is released in order while more arrives, and nothing is left behind or doubled", async () => {
      broken = true;
      const { id, telegramId } = await poisoned();
      broken = false;
      const more = 40;
      let arrived = 0;
      const arriving = setInterval(() => {
        rest.simulator.sendMessage(telegramId, { chat_id: 13, text: `more ${++arrived}` });
        if (arrived === more) clearInterval(arriving);
      }, 15);
      const { status, body } = await ada.call("POST", `/bots/${id}/quarantine/13/release`);
      expect([status, body]).toEqual([200, { chatId: 13, discarded: null }]);
      await until("the chat's freedom", async () => (await quarantine(id)).length === 0, 30_000);
      await until("the last to arrive", () => arrived === more);
      rest.simulator.sendMessage(telegramId, { chat_id: 13, text: "last" });
      await until("the last reply", () => textsOf(telegramId, 13).includes("last"));
      const texts = textsOf(telegramId, 13).filter((text) => !String(text).startsWith("poison"));
      expect(texts).toEqual([
        ...[1, 2, 3, 4, 5].map((i) => `behind ${i}`),
        ...Array.from({ length: more }, (_, i) => `more ${i + 1}`),
        "last",
      ]);
    });

    test("stays aside where a release meets the same failures", async () => {
      broken = true;
      const { bot, telegramId } = await rest.register(ada.ctx, { mode });
      await ada.call("PUT", `/bots/${bot.id}/quarantine/13`, { reason: "A test." });
      await until("the bot to be known anew", async () => {
        const loaded = await rest.web.bots.get(bot.id);
        return loaded?.quarantine?.has(13);
      });
      for (let i = 1; i <= 60; i++) {
        rest.simulator.sendMessage(telegramId, { chat_id: 13, text: `poison ${i}` });
      }
      await until("all set aside", async () => (await quarantine(bot.id))[0]?.waiting === 60);
      expect((await quarantine(bot.id))[0]).toMatchObject({ reason: "A test." });
      await ada.call("POST", `/bots/${bot.id}/quarantine/13/release`);
      const [chat] = await until("the release to stop", async () => {
        const chats = await quarantine(bot.id);
        return chats[0]?.releasingSince === null && String(chats[0]?.reason).startsWith("Three") && chats;
      });
      expect(chat?.waiting).toBeGreaterThan(50);
      await until("what was begun to be put back", async () => {
        const held = { botId: bot.id, state: "open" as const, heldBy: { not: 0 } };
        return (await rest.db.database.prisma.update.count({ where: held })) === 0;
      });
      const { body } = await ada.call("POST", `/bots/${bot.id}/quarantine/13/release`, { discard: true });
      expect(body.discarded).toBeGreaterThan(50);
      expect(await quarantine(bot.id)).toEqual([]);
      const again = await ada.call("POST", `/bots/${bot.id}/quarantine/13/release`);
      expect([again.status, again.body.code]).toEqual([404, "not_found"]);
    });
  });
}
