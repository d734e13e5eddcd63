import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findRecentMessages } from "../../lib/data/recent-chats";
import { deleteExpired } from "../../lib/data/retention";
import { putReplies } from "../../lib/replies/put-replies";
import { type Runtime, startRuntime } from "../../lib/runtime/runtime";
import { serveWebhook } from "../../lib/web/node-webhook";
import { messageUpdate } from "../support/message-update";
import { until } from "../support/system";
import { webhookSecret } from "../support/webhook-secret";
import { type RestSystem, type RestTenant, startRestSystem } from "./rest-client";

/** Telegram's numbers before they began anew, and after. */
const old = 727_000_000;
const low = 117_000_000;

interface TestBot {
  id: number;
  telegramId: number;
  /** Delivers an update as Telegram does; the text of the reply in the answer. */
  deliver(number: number, text?: string, door?: string): Promise<string | undefined>;
}

describe("the order of arrival", () => {
  let rest: RestSystem;
  let ada: RestTenant;
  let second: Runtime;
  let secondUrl: string;
  const server = createServer();

  beforeAll(async () => {
    rest = await startRestSystem();
    ada = await rest.restTenant();
    second = await startRuntime(rest.web.config, "web");
    server.on("request", (message, response) => {
      const userId = (message.url ?? "").replace(/^\/webhook\//, "");
      void serveWebhook(second.webhookDoor, userId, message, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    secondUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await second.close();
    await rest.close();
  });

  async function newBot(mode: "webhook" | "polling" = "webhook"): Promise<TestBot> {
    const { bot, telegramId } = await rest.register(ada.ctx, { mode });
    const reply = { trigger: { type: "any" as const }, text: "{{text}}", enabled: true };
    await putReplies(ada.ctx, { botId: bot.id, replies: [reply] });
    const deliver: TestBot["deliver"] = async (number, text = String(number), door = rest.baseUrl) => {
      const secret = await webhookSecret(rest.db.database, rest.web.vault, bot.id);
      const answer = await request(`${door}/webhook/${ada.ctx.actor.userId}`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret },
        body: messageUpdate(number, 9, text),
      });
      const json = (await answer.body.json()) as { text?: string };
      expect([answer.statusCode, json]).toEqual([200, json]);
      return json.text;
    };
    return { id: bot.id, telegramId, deliver };
  }

  /** Telegram's numbers as the list has them, newest first. */
  async function listed(bot: TestBot, limit = 100): Promise<number[]> {
    const numbers: number[] = [];
    let last = Number.POSITIVE_INFINITY;
    for (let cursor = ""; ; ) {
      const { body } = await ada.call("GET", `/bots/${bot.id}/updates?limit=${limit}${cursor}`);
      for (const item of body.items ?? []) {
        expect(item.arrival).toBeLessThan(last);
        last = item.arrival as number;
        numbers.push(item.updateId as number);
      }
      if (body.nextCursor === null) return numbers;
      cursor = `&cursor=${String(body.nextCursor)}`;
    }
  }

  const moveBack = (bot: TestBot, days: number) =>
    rest.db.database.pool.query(
      `WITH moved AS (UPDATE updates SET received_at = received_at - make_interval(days => $2) WHERE bot_id = $1)
       UPDATE user_bots SET last_webhook_update = now() - make_interval(days => $2) WHERE id = $1`,
      [bot.id, days],
    );

  test("goes on above all earlier ones where Telegram's numbers fall, at two processes at once, and knows what is delivered again", async () => {
    const bot = await newBot();
    const doors = [rest.baseUrl, secondUrl];
    for (const [i, number] of [old, old + 1, old + 2].entries())
      expect(await bot.deliver(number, undefined, doors[i % 2])).toBe(String(number));
    const fallen = [3, 1, 2, 4, 0].map((n) => low + n);
    const told = await Promise.all(fallen.map((number, i) => bot.deliver(number, undefined, doors[i % 2])));
    expect(told).toEqual(fallen.map(String));
    for (const door of doors) {
      for (const number of [old + 2, old, low + 4, low])
        expect(await bot.deliver(number, undefined, door)).toBe(undefined);
    }
    expect(await bot.deliver(low + 5, undefined, secondUrl)).toBe(String(low + 5));
    const expected = [...[5, 4, 3, 2, 1, 0].map((n) => low + n), old + 2, old + 1, old];
    expect(await listed(bot)).toEqual(expected);
    expect(await listed(bot, 2)).toEqual(expected);
    const found = await ada.call("GET", `/bots/${bot.id}/updates?text=${old + 1}`);
    expect(found.body.items).toMatchObject([{ updateId: old + 1 }]);
    const [recent] = await findRecentMessages(rest.db.database, bot.id, 1);
    expect(JSON.parse(recent?.payload ?? "{}")).toMatchObject({ update_id: low + 5 });
  });

  test("goes on so for a polled bot, whose live events tell Telegram's numbers", async () => {
    const sidecar = await rest.startSidecar();
    const bot = await newBot("polling");
    const told: number[] = [];
    const listener = await rest.db.database.pool.connect();
    await listener.query("LISTEN hookline_live");
    listener.on("notification", ({ payload }) => {
      for (const [botId, updateId] of JSON.parse(payload ?? "[]")) if (botId === bot.id) told.push(updateId);
    });
    const numbers: number[] = [];
    for (const start of [old, low, low + 50, old + 7]) {
      rest.simulator.renumber(bot.telegramId, start);
      for (const text of ["one", "two"]) {
        const { update_id } = rest.simulator.sendMessage(bot.telegramId, { chat_id: 9, text });
        numbers.push(update_id ?? 0);
      }
      await until("the replies", () => {
        const replies = rest.simulator
          .calls(bot.telegramId, 0)
          .filter(({ method }) => method === "sendMessage");
        return replies.length === numbers.length;
      });
      await until("nothing to be pending", () => rest.simulator.bot(bot.telegramId).pending === 0);
    }
    expect(await listed(bot)).toEqual(numbers.reverse());
    await until("the last event", () => told.includes(old + 8));
    expect(told.filter((number) => !numbers.includes(number))).toEqual([]);
    listener.release(true);
    await sidecar.stop();
  });

  test("holds an equal number two days later as another update, and the number names the newest", async () => {
    const bot = await newBot();
    expect(await bot.deliver(old, "same")).toBe("same");
    expect(await bot.deliver(old, "same")).toBe(undefined);
    await moveBack(bot, 3);
    expect(await bot.deliver(old, "same")).toBe("same");
    expect(await bot.deliver(old, "same", secondUrl)).toBe(undefined);
    expect(await bot.deliver(old + 1)).toBe(String(old + 1));
    expect(await listed(bot)).toEqual([old + 1, old, old]);
    const { body } = await ada.call("GET", `/bots/${bot.id}/updates`);
    const { body: named } = await ada.call("GET", `/bots/${bot.id}/updates/${old}`);
    expect(named.arrival).toBe(body.items?.[1]?.arrival);
  });

  test("holds an equal number with another content as another update, and knows each when it is delivered again", async () => {
    const bot = await newBot();
    const texts = ["first", "second"];
    for (const text of texts) expect(await bot.deliver(old, text)).toBe(text);
    for (const door of [rest.baseUrl, secondUrl]) {
      for (const text of texts) expect(await bot.deliver(old, text, door)).toBe(undefined);
    }
    expect(await listed(bot)).toEqual([old, old]);
    const replayed = await ada.call("POST", `/bots/${bot.id}/updates/${old}/replay`, { dryRun: true });
    expect(replayed.body.actions).toMatchObject([{ params: { text: "second" } }]);
  });

  test("goes on above what retention has removed", async () => {
    const bot = await newBot();
    await bot.deliver(old);
    const arrivalOf = async () => (await ada.call("GET", `/bots/${bot.id}/updates`)).body.items?.[0]?.arrival;
    expect(await arrivalOf()).toBe(old);
    await until("the bot's last arrival", async () => {
      const row = await rest.db.database.prisma.bot.findUniqueOrThrow({ where: { id: bot.id } });
      return Number(row.lastArrival) === old;
    });
    await moveBack(bot, 8);
    await deleteExpired(rest.db.database, 7, 100);
    expect(await listed(bot)).toEqual([]);
    // Another process, which has never seen the bot, as after a restart.
    expect(await bot.deliver(low, undefined, secondUrl)).toBe(String(low));
    expect(await arrivalOf()).toBe(old + 100_001);
  });

  test("is the order of reruns and of recovery, across a fall", async () => {
    const bot = await newBot();
    const numbers = [old, old + 1, low, low + 1];
    for (const number of numbers) await bot.deliver(number);
    const sent = () =>
      rest.simulator
        .calls(bot.telegramId, 0)
        .flatMap(({ method, params }) => (method === "sendMessage" ? [params.text] : []));
    await rest.db.database.pool.query(
      `INSERT INTO reruns (bot_id, update_id, chat_id, attempt, requested_at, before_state)
       SELECT bot_id, update_id, chat_id, attempts + 1, now(), state FROM updates WHERE bot_id = $1 ORDER BY update_id DESC`,
      [bot.id],
    );
    await until("the replays", () => sent().length === 4);
    expect(sent()).toEqual(numbers.map(String));
    // As a process leaves them that stopped at once.
    await rest.db.database.pool.query(
      "UPDATE updates SET state = 'open', held_by = 0, error = NULL, handled_at = NULL WHERE bot_id = $1",
      [bot.id],
    );
    const third = await startRuntime(rest.web.config, "web");
    await until("the recovery", () => sent().length === 8);
    expect(sent().slice(4)).toEqual(numbers.map(String));
    await third.close();
  });
});
