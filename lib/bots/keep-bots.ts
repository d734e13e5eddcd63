import type { TenantContext } from "../context";
import { type BotEntity, findOwnedBot } from "../data/bots";

/**
 * The context of a page, whose verbs read a bot's row once between them: the page shows one state of the bot, and asks
 * PostgreSQL once. Not for what changes a bot and reads it again.
 */
export function keepBots<C extends TenantContext>(ctx: C): C {
  const kept = new Map<number, Promise<BotEntity | null>>();
  // Prisma asks again for every `then` of its own promise: an async function makes one promise of it.
  const read = async (botId: number) => findOwnedBot(ctx.data, ctx.actor.userId, botId);
  const readOwnBot = (botId: number) => {
    const reading = kept.get(botId) ?? read(botId);
    kept.set(botId, reading);
    return reading;
  };
  return { ...ctx, readOwnBot };
}
