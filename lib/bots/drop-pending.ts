import type { TenantContext } from "../context";
import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { count } from "../health/words";
import { switchDoor } from "../transport/switch-door";
import { askTelegram } from "./ask-telegram";
import { liveTokenOf, ownBot } from "./own-bot";

/**
 * Forgets every update that waits at Telegram for the bot. They are lost for good: neither the bot nor
 * anybody else receives them.
 *
 * It is a switch of the bot to the door it is at: a poll drains and confirms before, a webhook is set anew
 * (so that Telegram's pause between two of them is kept), and no update that is being handled is touched.
 *
 * @returns how many waited when Telegram was asked, a moment before.
 * @throws HooklineError not_found, bot_unauthorized, conflict (another system has the bot, or a switch does
 *   not end), rate_limited, telegram_refused, telegram_unreachable.
 */
export async function dropPending(
  ctx: TenantContext,
  input: { botId: number },
): Promise<{ dropped: number }> {
  const bot = await ownBot(ctx, input.botId);
  const token = liveTokenOf(ctx, bot);
  if (bot.status === "conflict") {
    throw new HooklineError(
      "conflict",
      "Another system has this bot, and its updates. Take the bot back first.",
    );
  }
  const info = await askTelegram(ctx, bot, () => ctx.telegram.getWebhookInfo(token, { timeoutMs: 10_000 }));
  const dropped = info.pending_update_count;
  if (dropped === 0) return { dropped };
  await askTelegram(ctx, bot, () =>
    switchDoor(ctx, {
      botId: bot.id,
      to: "same",
      dropPending: true,
      reason: `Its owner dropped ${count(dropped, "update")} that waited at Telegram.`,
      actor: "tenant",
    }),
  );
  const { userId } = ctx.actor;
  await recordAudit(ctx.data, { userId, action: "bot.pending_dropped", botId: bot.id, detail: { dropped } });
  return { dropped };
}
