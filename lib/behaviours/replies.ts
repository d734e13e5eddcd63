import type { MiddlewareFn } from "grammy";
import type { Chat, InlineKeyboardButton, Message, User } from "grammy/types";
import type { CompiledReply } from "../replies/compile-replies";
import { Heard, type Matched, matchReply } from "../replies/match-reply";
import type { Button } from "../replies/reply-buttons";
import { renderTemplate, type Template } from "../replies/template";
import { isNotice } from "./notices";
import type { BehaviourContext } from "./types";

/** What a person said to the bot, by typing or by pressing a button. */
interface Said {
  from: User;
  chat: Chat;
  text: string | undefined;
  /** The message, or the one that the pressed button hangs under. */
  message: Message | undefined;
}

/** The sender that Telegram gives to what a group's anonymous administrators write. */
const anonymousAdmin = 1087968824;

/**
 * Answers with the first of the bot's replies that matches: messages, and buttons whose data
 * matches. Not answered are edits (the original was), channel posts (nobody asked), business
 * messages (they are their owner's), and other bots (two bots would answer each other for ever).
 */
export const replies: MiddlewareFn<BehaviourContext> = async (ctx, next) => {
  const said = saidIn(ctx);
  if (said && hasItsForm(said)) await answer(ctx, said);
  await next();
};

async function answer(ctx: BehaviourContext, said: Said): Promise<void> {
  const { bot } = ctx.hookline;
  const heard = new Heard({
    text: said.text,
    languageCode: said.from.language_code,
    botUsername: bot.username,
  });
  const matched = await matchReply(bot.replies, heard, ctx.hookline.search);
  await notePassedOver(ctx, matched);
  const { reply } = matched;
  if (!reply?.template) return;
  // Answering ends the button's spinner and no more. It fails for queries older than a few minutes;
  // the reply is sent all the same, and where Telegram is away sending it says so.
  if (ctx.callbackQuery) await ctx.api.answerCallbackQuery(ctx.callbackQuery.id).catch(() => undefined);

  const text = renderTemplate(reply.template, {
    first_name: said.from.first_name,
    last_name: said.from.last_name,
    username: said.from.username,
    text: said.text,
    chat_id: said.chat.id,
    update_id: ctx.update.update_id,
    bot_username: bot.username,
  });
  if (text === "") {
    ctx.hookline.note?.(
      `Reply ${reply.index + 1} matched, but its text is empty for this person: nothing sent.`,
    );
    return;
  }
  await ctx.api.sendMessage(said.chat.id, text, sendOptions(reply, reply.template, said.message));
}

/** Says beside the update which replies had no say in it because of what their expressions take. */
async function notePassedOver({ hookline }: BehaviourContext, { tooSlow, unread }: Matched): Promise<void> {
  if (!tooSlow && unread === 0) return;
  const place = tooSlow && tooSlow.index + 1;
  const isOff = tooSlow && (await hookline.tookTooLong?.(tooSlow));
  if (place === undefined)
    hookline.note?.(`Expressions were passed over for want of time: ${unread} of them.`);
  else if (isOff)
    hookline.note?.(`Reply ${place} is switched off now: its expression took too long for the third time.`);
  else if (unread === 0) hookline.note?.(`Reply ${place} was passed over: its expression took too long.`);
  else
    hookline.note?.(
      `Reply ${place} was passed over: its expression took too long, and no time was left for ${unread} more.`,
    );
}

function saidIn(ctx: BehaviourContext): Said | undefined {
  const { message, callback_query: query } = ctx.update;
  if (message) return saidInMessage(message);
  // A button under an inline message belongs to no chat that the bot could write to.
  if (!query?.message || !query.from || query.from.is_bot || typeof query.id !== "string") return undefined;
  const accessible = query.message.date === 0 ? undefined : query.message;
  return { from: query.from, chat: query.message.chat, text: query.data, message: accessible };
}

function saidInMessage(message: Message): Said | undefined {
  const { from, chat, sender_chat: senderChat } = message;
  if (!from || message.is_automatic_forward || isNotice(message)) return undefined;
  const person = !from.is_bot || (from.id === anonymousAdmin && senderChat?.id === chat.id);
  return person ? { from, chat, text: message.text ?? message.caption, message } : undefined;
}

/**
 * Whether all that an answer is made of has the type that the Bot API says. Whoever knows a webhook's secret may post a list
 * nested without end in the place of a text: comparing or writing it would end the stack.
 */
function hasItsForm({ from, chat, text, message }: Said): boolean {
  const texts = [text, from.first_name, from.last_name, from.username, from.language_code];
  const ids = [message?.message_thread_id, message?.direct_messages_topic?.topic_id];
  return (
    Number.isSafeInteger(chat?.id) &&
    texts.every((each) => each === undefined || typeof each === "string") &&
    ids.every((each) => each === undefined || Number.isSafeInteger(each))
  );
}

type SendOptions = NonNullable<Parameters<BehaviourContext["api"]["sendMessage"]>[2]>;

function sendOptions(
  { buttons }: CompiledReply,
  { parseMode }: Template,
  message: Message | undefined,
): SendOptions {
  const thread = message?.is_topic_message ? message.message_thread_id : undefined;
  const directTopic = message?.direct_messages_topic?.topic_id;
  return {
    ...(parseMode === undefined ? {} : { parse_mode: parseMode }),
    ...(buttons ? { reply_markup: { inline_keyboard: buttons.map((row) => row.map(key)) } } : {}),
    // Outside forums a thread is only a chain of replies, and Telegram refuses its number.
    ...(thread === undefined ? {} : { message_thread_id: thread }),
    ...(directTopic === undefined ? {} : { direct_messages_topic_id: directTopic }),
  };
}

function key(button: Button): InlineKeyboardButton {
  return "url" in button
    ? { text: button.text, url: button.url }
    : { text: button.text, callback_data: button.callback };
}
