import type { TenantContext } from "../context";
import { HooklineError } from "../core/errors";
import { endOfFailure } from "../sending/call-end";
import type { Message } from "../telegram/client";
import { askTelegram } from "./ask-telegram";
import { liveTokenOf, ownBot } from "./own-bot";
import type { SendMessageInput } from "./schemas";

/**
 * Sends a message as the bot, once: whoever sent it decides whether one that was maybe sent is sent again.
 *
 * @throws HooklineError not_found, bot_unauthorized, telegram_refused with Telegram's own words,
 *   rate_limited, telegram_unreachable where nothing was sent, maybe_sent where Telegram may have sent it.
 */
export async function sendMessage(
  ctx: TenantContext,
  input: SendMessageInput & { botId: number },
): Promise<{ messageId: number }> {
  const bot = await ownBot(ctx, input.botId);
  const token = liveTokenOf(ctx, bot);
  const { chatId, text, parseMode, replyMarkup } = input;
  const message = await askTelegram(ctx, bot, () =>
    ctx.telegram
      .call<Message>(token, "sendMessage", {
        chat_id: chatId,
        text,
        ...(parseMode === undefined ? {} : { parse_mode: parseMode }),
        ...(replyMarkup === undefined ? {} : { reply_markup: replyMarkup }),
      })
      .catch((error: unknown) => {
        throw endOfFailure(error)?.end === "maybe sent" ? maybeSent(error) : error;
      }),
  );
  return { messageId: message.message_id };
}

const maybeSent = (cause: unknown) =>
  new HooklineError(
    "maybe_sent",
    "Telegram did not answer: the message may have been sent. Look into the chat before you send it again.",
    { cause },
  );
