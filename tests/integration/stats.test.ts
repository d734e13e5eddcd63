import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rollUpHours } from "../../lib/data/stats";
import { until } from "../support/system";
import { type RestSystem, type RestTenant, startRestSystem } from "./rest-client";

describe("statistics", () => {
  let rest: RestSystem;
  let ada: RestTenant;

  beforeAll(async () => {
    rest = await startRestSystem();
    ada = await rest.restTenant();
  });
  afterAll(() => rest.close());

  const stats = async (id: number, query = "") => ada.call("GET", `/bots/${id}/stats${query}`);
  const totals = async (id: number, query = "") =>
    (await stats(id, query)).body.totals as Record<string, unknown>;

  test("count what arrived, by kind and door, how long it took and how many chats it came from", async () => {
    const { bot, telegramId } = await rest.register(ada.ctx, { mode: "webhook" });
    for (let i = 0; i < 30; i++) {
      rest.simulator.sendMessage(telegramId, { chat_id: 1 + (i % 10), text: "/start" });
    }
    await until("30 counted", async () => (await totals(bot.id)).updates === 30);
    await until("the chats", async () => (await totals(bot.id)).chats === 10);
    const { status, body } = await stats(bot.id);
    expect(status).toBe(200);
    expect(body.totals).toMatchObject({
      failures: 0,
      byKind: { message: 30 },
      byDoor: { webhook: 30 },
      p50Ms: expect.any(Number),
      p99Ms: expect.any(Number),
    });
    const points = body.points as { updates: number }[];
    expect(points.reduce((sum, { updates }) => sum + updates, 0)).toBe(30);
    expect(body.bucket).toBe("15m");
  });

  test("of 90 days are the same from the hours as from the minutes, added up once or twice", async () => {
    const { bot } = await rest.register(ada.ctx, { mode: "polling" });
    const { pool } = rest.db.database;
    await pool.query(
      `INSERT INTO bot_minutes (bot_id, minute, kind, door, updates, failures, handle_ms, max_ms, latency)
       SELECT $1, date_trunc('minute', now()) - make_interval(mins => m), 'message', 'polling', 2, 1, 9, 5,
         '{0,0,1,1}'
       FROM generate_series(1, 20000, 7) m`,
      [bot.id],
    );
    const n = Math.ceil(20_000 / 7);
    const from = `?from=${new Date(Date.now() - 89 * 86_400_000).toISOString()}&bucket=1d`;
    const expected = { updates: 2 * n, failures: n, byDoor: { polling: 2 * n } };
    expect(await totals(bot.id, from)).toMatchObject(expected);
    for (let times = 0; times < 2; times++) {
      await Promise.all([rollUpHours(rest.db.database), rollUpHours(rest.db.database)]);
      expect(await totals(bot.id, from)).toMatchObject(expected);
    }
    const { rows } = await pool.query("SELECT sum(updates)::int AS n FROM bot_hours WHERE bot_id = $1", [
      bot.id,
    ]);
    expect((rows[0] as { n: number }).n).toBeGreaterThan(2 * n - 100);
    await pool.query("DELETE FROM bot_minutes WHERE bot_id = $1 AND minute < now() - interval '2 days'", [
      bot.id,
    ]);
    expect(await totals(bot.id, from)).toMatchObject(expected);
  });

  test("are refused with a word on what to ask for instead", async () => {
    const { bot } = await rest.register(ada.ctx, { mode: "polling" });
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString();
    for (const query of [
      `?from=${day(20)}&bucket=1m`,
      `?from=${day(7)}&bucket=1m`,
      `?from=${day(1)}&to=${day(2)}`,
      "?from=yesterday",
      "?bucket=7m",
    ]) {
      const { status, body } = await stats(bot.id, query);
      expect([query, status, body.code]).toEqual([query, 422, "invalid_input"]);
      expect(body.issues).not.toEqual([]);
    }
    const eve = await rest.restTenant();
    expect((await eve.call("GET", `/bots/${bot.id}/stats`)).status).toBe(404);
  });
});
