import type { TenantContext } from "../context";
import { deleteBot } from "../data/bots";
import { deleteUpdatesOf } from "../data/updates";
import { switchDoor } from "../transport/switch-door";
import { ownBot } from "./own-bot";

/**
 * Removes a bot: its webhook at Telegram first, or its poll, then everything stored of it. What waits at
 * Telegram stays there for whoever uses the token next.
 *
 * @throws HooklineError not_found, telegram_unreachable (nothing is removed then).
 */
export async function removeBot(ctx: TenantContext, input: { botId: number }): Promise<void> {
  const bot = await ownBot(ctx, input.botId);
  await switchDoor(ctx, {
    botId: bot.id,
    to: "none",
    reason: "Removed by its owner.",
    actor: "tenant",
    ...(bot.status === "unauthorized" ? {} : { set: { status: "paused" } }),
  });
  await deleteBot(ctx.data, bot.id);
  await deleteUpdatesOf(ctx.data, bot.id);
}
