import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { botBacklog } from "../../lib/bots/bot-backlog";
import { botStats } from "../../lib/bots/bot-stats";
import { botTimeline } from "../../lib/bots/bot-timeline";
import { doorProgress } from "../../lib/bots/door-progress";
import { keepBots } from "../../lib/bots/keep-bots";
import { listQuarantine } from "../../lib/bots/list-quarantine";
import { viewBot } from "../../lib/bots/view-bot";
import type { TenantContext } from "../../lib/context";
import { startSystem } from "../support/system";

let system: Awaited<ReturnType<typeof startSystem>>;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.close());

/** What a bot's page asks for, as app/(portal)/bots/[id] does. */
async function readPage(ctx: TenantContext, botId: number): Promise<void> {
  await viewBot(ctx, { botId });
  await Promise.all([
    botStats(ctx, { botId }),
    botTimeline(ctx, { botId, limit: 5 }),
    botBacklog(ctx, { botId }),
    doorProgress(ctx, { botId }),
    listQuarantine(ctx, { botId }),
  ]);
}

test("a bot's page reads the bot's row once, and the next request reads it anew", async () => {
  const tenant = await system.tenant();
  const { bot } = await system.register(tenant, { mode: "polling" });
  const query = vi.spyOn(pg.Client.prototype, "query");
  const rowsRead = () =>
    query.mock.calls.filter(([asked]) => {
      const { text, values } = asked as unknown as { text?: string; values?: unknown[] };
      return text?.includes('FROM "public"."user_bots"') && values?.includes(bot.id);
    }).length;
  try {
    await readPage(keepBots(tenant), bot.id);
    expect(rowsRead()).toBe(1);
    await readPage(keepBots(tenant), bot.id);
    expect(rowsRead()).toBe(2);
  } finally {
    query.mockRestore();
  }
});

test("a kept bot is its owner's alone", async () => {
  const [owner, other] = [await system.tenant(), await system.tenant()];
  const { bot } = await system.register(owner, { mode: "polling" });
  const kept = keepBots(other);
  for (let times = 0; times < 2; times++)
    await expect(viewBot(kept, { botId: bot.id })).rejects.toMatchObject({ code: "not_found" });
});
