import { badRequest } from "../api-error";
import type { Chat, StoredMessage } from "../bot";
import { parseText } from "../entities/parse-text";
import { keepMessage } from "../push-update";
import { type Answer, answer, type Call, type Method } from "./method";
import { readReplyMarkup } from "./reply-markup";
import { targetChat } from "./target-chat";
import { botUser } from "./user";

const MAX_TEXT = 4096;

/** The text argument, parsed and measured after parsing as Telegram measures it: 1-4096 characters. */
function readText({ params }: Call): { text: string; entities: readonly unknown[] } {
  const raw = params.text("text");
  if (raw.trim() === "") throw badRequest("message text is empty");
  const given = params.json("entities");
  const parsed = Array.isArray(given)
    ? { text: raw, entities: given }
    : parseText(raw, params.text("parse_mode"));
  if (parsed.text.trim() === "") throw badRequest("message text is empty");
  if ([...parsed.text].length > MAX_TEXT) throw badRequest("message is too long");
  return parsed;
}

function sendMessage(call: Call): Answer {
  const chat = targetChat(call);
  const { text, entities } = readText(call);
  const markup = readReplyMarkup(call.params);
  const replyTo = readReplyTo(call, chat);
  call.world.limits.send(call.bot.id, chat.info.id);
  chat.lastMessageId += 1;
  const message: StoredMessage = {
    message_id: chat.lastMessageId,
    from: botUser(call.bot),
    chat: chat.info,
    date: Math.floor(Date.now() / 1000),
    ...(replyTo ? { reply_to_message: replyTo } : {}),
    text,
    ...(entities.length > 0 ? { entities } : {}),
    ...(markup === undefined ? {} : { reply_markup: markup }),
  };
  keepMessage(call.world, call.bot, chat, message);
  return answer(message);
}

function readReplyTo({ params }: Call, chat: Chat): StoredMessage | undefined {
  const parameters = params.json("reply_parameters");
  const wanted =
    typeof parameters === "object" && parameters !== null && "message_id" in parameters
      ? Number(parameters.message_id)
      : params.int("reply_to_message_id", 0);
  if (!wanted) return undefined;
  const found = chat.messages.get(wanted);
  if (!found && !params.bool("allow_sending_without_reply"))
    throw badRequest("message to be replied not found");
  if (!found) return undefined;
  const { reply_to_message: _nested, ...flat } = found;
  return flat;
}

/** The bot's own message a call names; one too old to be remembered is taken on trust. */
function ownMessage({ bot, params }: Call, chat: Chat, verb: string): StoredMessage | undefined {
  const id = params.int("message_id", 0);
  const message = chat.messages.get(id);
  if (!message && (id <= 0 || id > chat.forgottenTo)) throw badRequest(`message to ${verb} not found`);
  const from = message?.from;
  const isOwn = typeof from === "object" && from !== null && "id" in from && from.id === bot.id;
  if (verb === "edit" && message && !isOwn) throw badRequest("message can't be edited");
  return message;
}

function editMessageText(call: Call): Answer {
  const chat = targetChat(call);
  const { text, entities } = readText(call);
  const markup = readReplyMarkup(call.params);
  const old = ownMessage(call, chat, "edit");
  const sameMarkup = JSON.stringify(old?.reply_markup) === JSON.stringify(markup);
  if (
    old &&
    old.text === text &&
    JSON.stringify(old.entities ?? []) === JSON.stringify(entities) &&
    sameMarkup
  )
    throw badRequest(
      "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
    );
  const now = Math.floor(Date.now() / 1000);
  const {
    entities: _entities,
    reply_markup: _markup,
    ...rest
  } = old ?? {
    message_id: call.params.int("message_id", 0),
    from: botUser(call.bot),
    chat: chat.info,
    date: now,
  };
  const message: StoredMessage = {
    ...rest,
    message_id: call.params.int("message_id", 0),
    date: rest.date,
    edit_date: now,
    text,
    ...(entities.length > 0 ? { entities } : {}),
    ...(markup === undefined ? {} : { reply_markup: markup }),
  };
  keepMessage(call.world, call.bot, chat, message);
  return answer(message);
}

function deleteMessage(call: Call): Answer {
  const chat = targetChat(call);
  ownMessage(call, chat, "delete");
  const id = call.params.int("message_id", 0);
  chat.messages.delete(id);
  call.world.events.emit({ type: "deleted", bot_id: call.bot.id, chat_id: chat.info.id, message_id: id });
  return answer(true);
}

/** Calls that write, change and remove messages. */
export const messageMethods: Method[] = [
  { name: "sendMessage", run: sendMessage },
  { name: "editMessageText", run: editMessageText },
  { name: "deleteMessage", run: deleteMessage },
];
