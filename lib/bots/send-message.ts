import type { TenantContext } from "../context";
import type { Message } from "../telegram/client";
import { askTelegram } from "./ask-telegram";
import { liveTokenOf, ownBot } from "./own-bot";
import type { SendMessageInput } from "./schemas";

/**
 * Sends a message as the bot.
 *
 * @throws HooklineError not_found, bot_unauthorized, telegram_refused with Telegram's own words,
 *   rate_limited, telegram_unreachable.
 */
export async function sendMessage(
  ctx: TenantContext,
  input: SendMessageInput & { botId: number },
): Promise<{ messageId: number }> {
  const bot = await ownBot(ctx, input.botId);
  const token = liveTokenOf(ctx, bot);
  const { chatId, text, parseMode, replyMarkup } = input;
  const message = await askTelegram(ctx, bot, () =>
    ctx.telegram.call<Message>(token, "sendMessage", {
      chat_id: chatId,
      text,
      ...(parseMode === undefined ? {} : { parse_mode: parseMode }),
      ...(replyMarkup === undefined ? {} : { reply_markup: replyMarkup }),
    }),
  );
  return { messageId: message.message_id };
}
