import { setTimeout as pause } from "node:timers/promises";
import { sealSecret } from "../bots/bot-directory";
import type { Services } from "../context";
import { newWebhookSecret } from "../core/vault";
import { updateBotRow } from "../data/bots";
import { isRefusal } from "../telegram/failure";

export interface WebhookBot {
  id: number;
  ownerId: number;
  token: string;
  allowedUpdates: readonly string[];
  maxConnections: number;
}

/** Tries where Telegram asks for patience: setWebhook twice within a second is answered 429. */
const tries = 4;

/**
 * Sets the bot's webhook with a fresh secret. The secret is stored first, because Telegram may deliver
 * before its answer to setWebhook arrives.
 *
 * @param dropPending forget what waits at Telegram; only where a tenant asked for exactly that.
 * @returns the address that was set.
 * @throws TelegramRefusal, TelegramUnreachable.
 */
export async function openWebhook(
  services: Services,
  bot: WebhookBot,
  dropPending: boolean,
): Promise<string> {
  const secret = newWebhookSecret(bot.id);
  const url = `${services.config.webhookBase}/webhook/${bot.ownerId}`;
  await updateBotRow(services.data, bot.id, { webhookSecret: sealSecret(services.vault, secret, bot.id) });
  for (let attempt = 1; ; attempt++) {
    try {
      await services.telegram.call(bot.token, "setWebhook", {
        url,
        secret_token: secret,
        allowed_updates: bot.allowedUpdates,
        max_connections: bot.maxConnections,
        ...(dropPending ? { drop_pending_updates: true } : {}),
      });
      return url;
    } catch (error) {
      const wait = isRefusal(error) && (error.errorCode === 429 || error.errorCode === 409);
      if (!wait || attempt === tries) throw error;
      await pause(Math.max(1_100, (error.retryAfterS ?? 1) * 1000 + 100));
    }
  }
}
