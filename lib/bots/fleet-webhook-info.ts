import { assertAdmin } from "../accounts/assert-admin";
import type { TenantContext } from "../context";
import { notFound } from "../core/errors";
import { findBot } from "../data/bots";
import { hostOf } from "../transport/door-machine";
import { askTelegram } from "./ask-telegram";
import { liveTokenOf } from "./own-bot";

/**
 * getWebhookInfo of any bot, as Telegram has it this moment. Of a foreign address only the host is shown: its
 * path may be another system's secret.
 *
 * @throws HooklineError forbidden, not_found, bot_unauthorized, rate_limited, telegram_unreachable.
 */
export async function fleetWebhookInfo(
  ctx: TenantContext,
  input: { botId: number },
): Promise<Record<string, unknown>> {
  assertAdmin(ctx);
  const bot = await findBot(ctx.data, input.botId);
  if (!bot) throw notFound();
  const token = liveTokenOf(ctx, bot);
  const info = await askTelegram(ctx, bot, () => ctx.telegram.getWebhookInfo(token, { timeoutMs: 10_000 }));
  const { url = "" } = info;
  const ours =
    ctx.config.webhookBase !== undefined && url === `${ctx.config.webhookBase}/webhook/${bot.ownerId}`;
  return { ...info, url: ours || url === "" ? url : `${hostOf(url)}/…` };
}
