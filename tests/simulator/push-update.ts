import { type Bot, type Chat, forgetMessage, type StoredMessage } from "./bot";
import { wakePoll } from "./polling";
import { scaled } from "./settings";
import { isAllowed, lifetime, queueKey, type UpdateKind } from "./update-kinds";
import type { World } from "./world";

/**
 * Something happened that the bot may hear of: filters by allowed_updates, stores, and wakes whoever delivers.
 * Returns the update's id, or null when it was filtered (it then uses no id) or the queue is full.
 */
export function pushUpdate(world: World, bot: Bot, kind: UpdateKind, payload: unknown): number | null {
  if (bot.revoked || !isAllowed(kind, bot.allowed)) return null;
  const now = Date.now();
  const id = bot.queue.push({
    kind,
    json: `"${kind}":${JSON.stringify(payload)}`,
    queue: queueKey(kind, payload),
    createdAt: now,
    expiresAt: now + scaled(world.settings, lifetime(kind, payload, Math.floor(now / 1000))),
  });
  if (id === null) return null;
  bot.records.created(id, now);
  world.traces.push({ bot, updateId: id });
  world.counts.updates += 1;
  if (world.events.watched) world.events.emit({ type: "update", bot_id: bot.id, update_id: id, kind });
  if (bot.webhook?.delivery) bot.webhook.delivery.pump();
  else wakePoll(world, bot);
  return id;
}

const KEPT_MESSAGES = 100;

/** The bot's chat of this id, made when it is new; a type is guessed from the id as Telegram numbers chats. */
export function chatOf(bot: Bot, id: number, info?: Partial<Chat["info"]>): Chat {
  let chat = bot.chats.get(id);
  if (!chat) {
    const type = id > 0 ? "private" : id < -1_000_000_000_000 ? "supergroup" : "group";
    const names = id > 0 ? { first_name: `User ${id}` } : { title: `Group ${-id}` };
    chat = {
      info: { id, type, ...names },
      lastMessageId: 0,
      messages: new Map(),
      forgottenTo: 0,
      blocked: false,
      migrateTo: undefined,
    };
    bot.chats.set(id, chat);
  }
  if (info) chat.info = { ...chat.info, ...info, id };
  return chat;
}

/** Keeps a message in its chat and tells the chat page. */
export function keepMessage(world: World, bot: Bot, chat: Chat, message: StoredMessage): void {
  if (!chat.messages.has(message.message_id)) world.messages.push({ chat, messageId: message.message_id });
  chat.messages.set(message.message_id, message);
  if (chat.messages.size > KEPT_MESSAGES) {
    const oldest = chat.messages.keys().next();
    if (!oldest.done) forgetMessage(chat, oldest.value);
  }
  if (world.events.watched)
    world.events.emit({ type: "message", bot_id: bot.id, chat_id: chat.info.id, message });
}
