import type { TenantContext } from "../context";
import { requestReruns } from "../data/reruns";
import { ownBot } from "./own-bot";
import { assertReplays } from "./replay-update";

/**
 * Handles several updates once more, in their order.
 *
 * @returns how many will be, and how many will not: tried again meanwhile, still in work, or gone.
 * @throws HooklineError not_found, bot_paused, bot_unauthorized, conflict.
 */
export async function replayUpdates(
  ctx: TenantContext,
  input: { botId: number; updates: readonly { arrival: number; attempts: number }[] },
): Promise<{ replayed: number; left: number }> {
  const bot = await ownBot(ctx, input.botId);
  assertReplays(bot.status);
  const { updates } = input;
  const asked = await requestReruns(ctx.data, { botId: bot.id, by: ctx.actor.userId, updates });
  ctx.log.info({ bot: bot.id, updates: asked.length, by: ctx.actor.userId }, "replays asked for");
  return { replayed: asked.length, left: updates.length - asked.length };
}
