import type { TenantContext } from "../context";
import { updateBotRow } from "../data/bots";
import { databaseNow } from "../data/database-time";
import type { UserFromGetMe, WebhookInfo } from "../telegram/client";
import { askTelegram } from "./ask-telegram";
import { liveTokenOf, ownBot } from "./own-bot";

/**
 * getMe and getWebhookInfo as Telegram has them now; what they say is kept for the bot's health.
 *
 * @throws HooklineError not_found, bot_unauthorized, rate_limited, telegram_unreachable.
 */
export async function botInfo(
  ctx: TenantContext,
  input: { botId: number },
): Promise<{ me: UserFromGetMe; webhookInfo: WebhookInfo }> {
  const bot = await ownBot(ctx, input.botId);
  const token = liveTokenOf(ctx, bot);
  const [me, webhookInfo] = await askTelegram(ctx, bot, () =>
    Promise.all([ctx.telegram.getMe(token), ctx.telegram.getWebhookInfo(token)]),
  );
  await updateBotRow(ctx.data, bot.id, webhookFacts(webhookInfo, await databaseNow(ctx.data)));
  return { me, webhookInfo };
}

/** What is kept of getWebhookInfo. */
function webhookFacts(info: WebhookInfo, now: number) {
  return {
    pendingCount: info.pending_update_count,
    lastErrorAt: info.last_error_date === undefined ? null : new Date(info.last_error_date * 1000),
    lastErrorMessage: info.last_error_message ?? null,
    checkedAt: new Date(now),
  };
}
