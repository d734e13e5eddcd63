import type { Services } from "../context";
import type { BotEntity } from "../data/bots";
import { type Look, recordLooks } from "../data/supervision";
import { classifyFailure } from "../telegram/failure";
import { markUnauthorized } from "./switch-door";

/** {@link askTelegram}, and keeps the answer: the bot is given as it is now. */
export async function lookAtBot(services: Services, bot: BotEntity): Promise<Look | undefined> {
  const look = await askTelegram(services, bot);
  return look && (await recordLooks(services.data, [look]))[0];
}

/**
 * Asks Telegram for a bot's webhook. A token that Telegram refuses marks the bot.
 *
 * @returns what it says, still to be kept with `recordLooks`; undefined where Telegram could not be asked.
 */
export async function askTelegram(services: Services, bot: BotEntity): Promise<Look | undefined> {
  const { telegram, vault } = services;
  const token = vault.open({ keyId: bot.tokenKeyId, cipher: bot.tokenCipher }, `token:${bot.telegramId}`);
  try {
    const info = await telegram.getWebhookInfo(token, { timeoutMs: 10_000 });
    return {
      bot,
      url: info.url ?? "",
      pending: info.pending_update_count,
      lastErrorAt: info.last_error_date === undefined ? null : new Date(info.last_error_date * 1000),
      lastErrorMessage: info.last_error_message ?? null,
    };
  } catch (error) {
    if (classifyFailure(error) === "unauthorized") await markUnauthorized(services, bot.id, token);
    else if (classifyFailure(error) === undefined) throw error;
    // Telegram cannot be asked: what is not known changes nothing.
    return undefined;
  }
}
