import { randomInt } from "node:crypto";
import { unauthorized } from "./api-error";
import type { Bot, StoredMessage } from "./bot";
import {
  type BotView,
  type ButtonPress,
  ControlError,
  type NewFault,
  type Stats,
  type UserMessage,
} from "./control-types";
import { statsOf, viewOf } from "./control-views";
import { autoEntities } from "./entities/parse-text";
import { holdForeignPoll, refusePoll } from "./polling";
import { chatOf, keepMessage, pushUpdate } from "./push-update";
import type { CallRecord, UpdateTrace } from "./records";
import type { Settings } from "./settings";
import { isUpdateKind } from "./update-kinds";
import type { NewBot, World } from "./world";

/** Everything that can be done to a simulator besides the Bot API; the HTTP routes under /sim are its thin shell. */
export class Control {
  private lastCallbackId = randomInt(1_000_000_000);

  constructor(
    private readonly world: World,
    /** Destroys the open Bot API connections, of one bot or of all. */
    private readonly cutConnections: (botId: number | undefined) => void,
  ) {}

  createBot(wanted: NewBot = {}): { id: number; token: string; username: string } {
    if (wanted.token !== undefined && !/^\d{1,15}:[A-Za-z0-9_-]{3,80}$/.test(wanted.token))
      throw new ControlError("token must look like 123456:ABC…");
    const { id, token, username } = this.world.addBot(wanted);
    return { id, token, username };
  }

  createBots(count: number): { id: number; token: string; username: string }[] {
    return Array.from({ length: count }, () => this.createBot());
  }

  /** Revokes the token, as BotFather does on deletion: every call is 401 from now on, nothing is delivered. */
  deleteBot(id: number): void {
    const bot = this.find(id);
    bot.revoked = true;
    bot.webhook?.delivery?.close();
    bot.webhook = null;
    refusePoll(this.world, bot, unauthorized());
    this.world.events.emit({ type: "bots" });
  }

  /** A person writes; `update_id` is null when the bot's allowed_updates leave the message out. */
  sendMessage(id: number, message: UserMessage): { update_id: number | null; message_id: number } {
    const bot = this.find(id);
    const chat = chatOf(bot, message.chat_id);
    const type = message.chat_type ?? chat.info.type;
    const from = this.person(message, message.from_id ?? (message.chat_id > 0 ? message.chat_id : 1001));
    const named = type === "private" ? { ...from, is_bot: undefined, language_code: undefined } : {};
    chat.info = { ...chat.info, ...named, type, id: message.chat_id };
    if (message.title !== undefined) chat.info.title = message.title;
    chat.lastMessageId += 1;
    const entities = autoEntities(message.text);
    const sent: StoredMessage = {
      message_id: chat.lastMessageId,
      ...(type === "channel" ? { sender_chat: chat.info } : { from }),
      chat: chat.info,
      date: Math.floor(Date.now() / 1000),
      text: message.text,
      ...(entities.length > 0 ? { entities } : {}),
    };
    const update_id = pushUpdate(this.world, bot, type === "channel" ? "channel_post" : "message", sent);
    // The chat page wants to know which update carries the message; Telegram's message does not say.
    keepMessage(this.world, bot, chat, update_id === null ? sent : { ...sent, update_id });
    return { update_id, message_id: sent.message_id };
  }

  /** Any update, as the Bot API documents it, without update_id. */
  pushUpdate(id: number, update: Record<string, unknown>): { update_id: number | null } {
    const bot = this.find(id);
    const kind = Object.keys(update).find((field) => field !== "update_id");
    if (kind === undefined || !isUpdateKind(kind))
      throw new ControlError(`unknown kind of update: ${kind ?? "none"}`);
    const payload = update[kind];
    if (kind === "callback_query" && typeof payload === "object" && payload !== null && "id" in payload)
      this.rememberCallback(bot, String(payload.id));
    return { update_id: pushUpdate(this.world, bot, kind, payload) };
  }

  pressButton(id: number, press: ButtonPress): { update_id: number | null; callback_query_id: string } {
    const bot = this.find(id);
    const chat = bot.chats.get(press.chat_id);
    const message = chat?.messages.get(press.message_id);
    if (!chat || !message) throw new ControlError("no such message", 404);
    this.lastCallbackId += 1;
    const callbackId = `${this.lastCallbackId}`;
    this.rememberCallback(bot, callbackId);
    const update_id = pushUpdate(this.world, bot, "callback_query", {
      id: callbackId,
      from: this.person({}, press.from_id ?? (press.chat_id > 0 ? press.chat_id : 1001), chat.info),
      message,
      chat_instance: `${press.chat_id}`,
      data: press.data,
    });
    return { update_id, callback_query_id: callbackId };
  }

  /** The calls a bot made, numbered above `since`; getUpdates only with `all`. */
  calls(id: number, since = 0, all = false): CallRecord[] {
    return this.find(id).records.callsSince(since, all);
  }

  update(id: number, updateId: number): UpdateTrace {
    const trace = this.find(id).records.trace(updateId);
    if (!trace) throw new ControlError("no such update", 404);
    return trace;
  }

  bot(id: number): BotView {
    return viewOf(this.find(id));
  }

  /** Live bots whose name, username or id contains `query`, at most `limit`. */
  bots(query = "", limit = Number.POSITIVE_INFINITY): BotView[] {
    const wanted = query.toLowerCase();
    const found: BotView[] = [];
    for (const bot of this.world.bots.values()) {
      if (found.length >= limit) break;
      const texts = `${bot.firstName} @${bot.username} ${bot.id}`.toLowerCase();
      if (!bot.revoked && texts.includes(wanted)) found.push(viewOf(bot));
    }
    return found;
  }

  chats(id: number): unknown[] {
    return [...this.find(id).chats.values()].map((chat) => ({ ...chat.info, blocked: chat.blocked }));
  }

  /** The newest messages of a chat, oldest first. */
  messages(id: number, chatId: number): StoredMessage[] {
    return [...(this.find(id).chats.get(chatId)?.messages.values() ?? [])];
  }

  setChat(
    id: number,
    chatId: number,
    wanted: { blocked?: boolean | undefined; migrate_to_chat_id?: number | undefined },
  ): void {
    const chat = chatOf(this.find(id), chatId);
    if (wanted.blocked !== undefined) chat.blocked = wanted.blocked;
    if (wanted.migrate_to_chat_id !== undefined) chat.migrateTo = wanted.migrate_to_chat_id;
  }

  /** The bot's next update gets this id, as after an idle week; only while nothing is pending. */
  renumber(id: number, nextUpdateId: number): void {
    const bot = this.find(id);
    if (!bot.queue.renumber(nextUpdateId)) throw new ControlError("updates are pending");
    bot.webhook?.delivery?.restart();
  }

  /** Another program polls the same token for so long. */
  foreignPoll(id: number, forMs: number): void {
    holdForeignPoll(this.world, this.find(id), forMs);
  }

  fault(wanted: NewFault): { id: number } {
    if (wanted.bot_id !== undefined) this.find(wanted.bot_id);
    const fault = this.world.faults.add({
      kind: wanted.kind,
      botId: wanted.bot_id,
      until: performance.now() + (wanted.for_ms ?? Number.POSITIVE_INFINITY),
      delayMs: wanted.delay_ms ?? 10_000,
      retryAfter:
        wanted.retry_after ?? Math.max(1, Math.min(3600, Math.ceil((wanted.for_ms ?? 1000) / 1000))),
      message: wanted.message,
    });
    if (wanted.kind === "drop-connections" || wanted.kind === "api-down") this.cutConnections(wanted.bot_id);
    return { id: fault.id };
  }

  clearFaults(id?: number): void {
    if (id === undefined) this.world.faults.clear();
    else if (!this.world.faults.remove(id)) throw new ControlError("no such fault", 404);
  }

  settings(wanted: Partial<Settings> = {}): Settings {
    Object.assign(this.world.settings, wanted);
    return { ...this.world.settings };
  }

  stats(): Stats {
    return statsOf(this.world);
  }

  /** Forgets every bot, fault and count; settings stay. */
  async reset(): Promise<void> {
    await this.world.reset();
  }

  /**
   * Waits until `ready` holds, looking again after everything that happens; rejects after `timeoutMs`.
   */
  until(ready: () => boolean, timeoutMs = 5_000): Promise<void> {
    return new Promise((resolve, reject) => {
      if (ready()) return resolve();
      const limit = setTimeout(() => {
        off();
        reject(new Error(`not so after ${timeoutMs} ms`));
      }, timeoutMs);
      const off = this.world.events.on(() => {
        if (!ready()) return;
        off();
        clearTimeout(limit);
        resolve();
      });
    });
  }

  private find(id: number): Bot {
    const bot = this.world.bots.get(id);
    if (!bot) throw new ControlError("no such bot", 404);
    return bot;
  }

  private person(given: Partial<UserMessage>, id: number, chat: Record<string, unknown> = {}) {
    return {
      id,
      is_bot: false,
      first_name: given.first_name ?? (typeof chat.first_name === "string" ? chat.first_name : `User ${id}`),
      ...(given.last_name === undefined ? {} : { last_name: given.last_name }),
      ...(given.username === undefined ? {} : { username: given.username }),
      language_code: given.language_code ?? "en",
    };
  }

  private rememberCallback(bot: Bot, callbackId: string): void {
    bot.callbackIds.set(callbackId, Date.now());
    if (bot.callbackIds.size <= 1000) return;
    const oldest = bot.callbackIds.keys().next();
    if (!oldest.done) bot.callbackIds.delete(oldest.value);
  }
}
