import type { TenantContext } from "../context";
import { databaseNow } from "../data/database-time";
import { firstLossAt, waitingAtTelegram } from "../health/backlog";
import { healthFacts } from "./bot-view";
import { ownBot } from "./own-bot";

export interface Backlog {
  /** Updates that wait at Telegram, as far as is known. */
  waiting: number;
  /** When Telegram starts to drop them, ISO 8601; null where nothing waits or it is not known. */
  lossAt: string | null;
}

/** What waits at Telegram for a bot, and when it begins to be lost. */
export async function botBacklog(ctx: TenantContext, input: { botId: number }): Promise<Backlog> {
  const bot = await ownBot(ctx, input.botId);
  // Only the bot's own facts count here, none of the deployment's.
  const now = await databaseNow(ctx.data);
  const facts = healthFacts(bot, { now, webhookAvailable: false, sidecars: [] });
  const waiting = waitingAtTelegram(facts, now);
  const lossAt = waiting > 0 ? firstLossAt(facts) : null;
  return { waiting, lossAt: lossAt === null ? null : new Date(lossAt).toISOString() };
}
