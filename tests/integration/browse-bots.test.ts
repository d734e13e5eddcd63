import { afterAll, beforeAll, expect, test } from "vitest";
import { browseBots } from "../../lib/bots/browse-bots";
import { listBots } from "../../lib/bots/list-bots";
import { removeBot } from "../../lib/bots/remove-bot";
import { viewBot } from "../../lib/bots/view-bot";
import type { TenantContext } from "../../lib/context";
import { rollUpHours } from "../../lib/data/stats";
import { startSystem, type TestSystem, until } from "../support/system";

let system: TestSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.close());

const first = { filter: {}, sort: "attention", page: 1, limit: 50 } as const;

/** Bots as a tenant with thousands has them, written straight into the table. */
async function insertBots(ctx: TenantContext, count: number): Promise<void> {
  await system.db.database.pool.query(
    `INSERT INTO user_bots (owner_id, telegram_id, username, name, token_cipher, token_key_id,
       token_fingerprint, mode, active_door, allowed_updates, webhook_enabled, last_webhook_update)
     SELECT $1, $1 * 1000000 + i, 'many_' || i || '_bot', 'Many ' || i, 'none', 'none', $1 || 'f' || i,
       'webhook', 'webhook', '{message}', true, now() FROM generate_series(1, $2) i`,
    [ctx.actor.userId, count],
  );
}

test("an update that arrives counts in the hour and shows in the list", async () => {
  const ctx = await system.tenant();
  const { bot, telegramId } = await system.register(ctx, { mode: "webhook" });
  system.simulator.sendMessage(telegramId, { chat_id: 5, text: "/start" });
  const item = await until("the update in the list", async () => {
    const { items } = await browseBots(ctx, first);
    return items[0]?.hours.at(-1)?.updates === 1 && items[0].lastUpdateAt !== null && items[0];
  });
  expect(item).toMatchObject({ id: bot.id, activeDoor: "webhook", health: { status: "healthy" } });
  expect(item.hours.at(-1)?.state).toBe("good");
  expect(item.hours[0]?.state).toBe("off");
});

test("what could not be handled counts in the list as on the bot's page, its own and of the last day", async () => {
  const [ctx, other] = [await system.tenant(), await system.tenant()];
  const [{ bot }, theirs] = [
    await system.register(ctx, { mode: "webhook" }),
    await system.register(other, { mode: "webhook" }),
  ];
  const store = (botId: number, updateId: number, state: string, attempts: number, days = 0) =>
    system.db.database.pool.query(
      `INSERT INTO updates (bot_id, update_id, kind, door, payload, state, attempts, held_by, received_at)
       VALUES ($1, $2, 'message', 'webhook', '{}', $3, $4, 0, now() - make_interval(days => $5))`,
      [botId, updateId, state, attempts, days],
    );
  await store(bot.id, 1, "dead", 5);
  await store(bot.id, 2, "dead", 5);
  await store(bot.id, 3, "dead", 5, 2);
  await store(bot.id, 4, "handled", 3);
  await store(theirs.bot.id, 5, "dead", 5);
  const { items, byState } = await browseBots(ctx, first);
  expect(items[0]).toMatchObject({ deadUpdates: 2, health: { fix: { action: "inspect_updates" } } });
  expect(byState).toMatchObject({ degraded: 1, healthy: 0 });
  const page = await viewBot(ctx, { botId: bot.id });
  expect(items[0]?.health).toEqual(page.health);
  const listed = await listBots(ctx, { limit: 10 });
  expect(listed.items[0]?.health).toEqual(page.health);
});

test("a tenant sees its own bots and their counts, never another's", async () => {
  const [one, other] = [await system.tenant(), await system.tenant()];
  await insertBots(other, 3);
  expect(await browseBots(one, first)).toMatchObject({ items: [], total: 0, matching: 0, page: 1, pages: 1 });
});

test("a page too far shows the last one, with as many queries for 2,000 bots as for two", async () => {
  const [few, many] = [await system.tenant(), await system.tenant()];
  await insertBots(few, 2);
  await insertBots(many, 2_000);
  const counted = async (ctx: TenantContext) => {
    let queries = 0;
    const pool = new Proxy(ctx.data.pool, {
      get(target, name) {
        if (name === "query") queries++;
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const list = await browseBots(
      { ...ctx, data: { ...ctx.data, pool } },
      { ...first, sort: "volume", page: 1_000 },
    );
    return { list, queries };
  };
  const [small, large] = [await counted(few), await counted(many)];
  expect(large.list).toMatchObject({ total: 2_000, matching: 2_000, page: 40, pages: 40 });
  expect(large.list.items).toHaveLength(50);
  expect(large.list.byState.healthy).toBe(2_000);
  expect(large.queries).toBe(small.queries);
});

test("the busiest bot comes first by volume; a removed bot's hours go with it", async () => {
  const ctx = await system.tenant();
  const quiet = await system.register(ctx, { mode: "webhook" });
  const busy = await system.register(ctx, { mode: "webhook" });
  const { pool } = system.db.database;
  const count = (botId: number, hoursAgo: number, updates: number) =>
    pool.query(
      `INSERT INTO bot_minutes (bot_id, minute, kind, door, updates)
       VALUES ($1, date_bin('1 hour', now(), 'epoch'::timestamptz) - make_interval(hours => $2), 'message', 'webhook', $3)`,
      [botId, hoursAgo, updates],
    );
  await count(busy.bot.id, 0, 40);
  await count(busy.bot.id, 3, 50);
  await count(quiet.bot.id, 0, 1);
  await rollUpHours(system.db.database);
  const { items } = await browseBots(ctx, { ...first, sort: "volume" });
  expect(items.map(({ id }) => id)).toEqual([busy.bot.id, quiet.bot.id]);
  expect(items[0]?.hours.map(({ updates }) => updates).slice(-4)).toEqual([50, 0, 0, 40]);
  await removeBot(ctx, { botId: busy.bot.id });
  expect((await pool.query("SELECT FROM bot_hours WHERE bot_id = $1", [busy.bot.id])).rowCount).toBe(0);
});
