import type { Services } from "../context";
import type { BotEntity } from "../data/bots";
import { recordLook } from "../data/supervision";
import { classifyFailure } from "../telegram/failure";
import { markUnauthorized } from "./switch-door";

/**
 * Asks Telegram for a bot's webhook and keeps what it says. A token that Telegram refuses marks the bot.
 *
 * @returns the bot as it is now and the address Telegram has; undefined where Telegram could not be asked.
 */
export async function lookAtBot(
  services: Services,
  bot: BotEntity,
): Promise<{ bot: BotEntity; url: string } | undefined> {
  const { data, telegram, vault } = services;
  const token = vault.open({ keyId: bot.tokenKeyId, cipher: bot.tokenCipher }, `token:${bot.telegramId}`);
  try {
    const info = await telegram.getWebhookInfo(token, { timeoutMs: 10_000 });
    const url = info.url ?? "";
    const look = {
      url,
      pending: info.pending_update_count,
      lastErrorAt: info.last_error_date === undefined ? null : new Date(info.last_error_date * 1000),
      lastErrorMessage: info.last_error_message ?? null,
    };
    return { bot: await recordLook(data, bot, look), url };
  } catch (error) {
    if (classifyFailure(error) === "unauthorized") await markUnauthorized(services, bot.id, token);
    else if (classifyFailure(error) === undefined) throw error;
    // Telegram cannot be asked: what is not known changes nothing.
    return undefined;
  }
}
