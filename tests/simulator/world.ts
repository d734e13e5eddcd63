import { ApiError } from "./api-error";
import { type Bot, type Chat, createBot, forgetMessage, newToken } from "./bot";
import { Events } from "./events";
import { Faults } from "./faults";
import { Limits } from "./limits";
import { Budget } from "./records";
import { type Settings, scaled } from "./settings";
import { Timers } from "./timers";
import { WebhookClient } from "./webhook-client";
import type { ParsedReply } from "./webhook-reply";

/** What identifies a new bot; anything left out is made up. */
export interface NewBot {
  token?: string | undefined;
  username?: string | undefined;
  first_name?: string | undefined;
  /** Its picture: a JPEG in base64. */
  photo?: string | undefined;
}

const KEPT_TRACES = 300_000;
const KEPT_MESSAGES = 100_000;
const CONFLICT_GAP_SECONDS = 3;

/** Everything one simulator holds. */
export class World {
  readonly bots = new Map<number, Bot>();
  readonly timers = new Timers();
  readonly events = new Events();
  readonly faults = new Faults();
  readonly limits: Limits;
  client: WebhookClient;
  /** Updates whose life can still be asked for, and messages still shown, over all bots. */
  readonly traces = new Budget<{ bot: Bot; updateId: number }>(KEPT_TRACES, ({ bot, updateId }) =>
    bot.records.forget(updateId),
  );
  readonly messages = new Budget<{ chat: Chat; messageId: number }>(KEPT_MESSAGES, ({ chat, messageId }) => {
    forgetMessage(chat, messageId);
  });
  readonly counts = { updates: 0, webhook: 0, polling: 0, calls: 0, pollsHeld: 0, inFlight: 0 };
  /** Runs a method call found in a webhook's answer; given by whoever knows the methods. */
  runReply: (bot: Bot, reply: ParsedReply) => void = () => {};
  private nextId = 7_000_000_001;

  constructor(readonly settings: Settings) {
    this.client = new WebhookClient(settings);
    this.limits = new Limits(settings);
  }

  /** Makes a bot, or gives the bot of this token's id the token (its state stays). */
  addBot(wanted: NewBot): Bot {
    const id = wanted.token === undefined ? this.freeId() : Number(wanted.token.split(":")[0]);
    const token = wanted.token ?? newToken(id);
    const existing = this.bots.get(id);
    if (existing && !existing.revoked) {
      existing.token = token;
      existing.username = wanted.username ?? existing.username;
      existing.firstName = wanted.first_name ?? existing.firstName;
      if (wanted.photo !== undefined) existing.photo = Buffer.from(wanted.photo, "base64");
      return existing;
    }
    const username = wanted.username ?? `hookline_${id}_bot`;
    const bot = createBot(
      {
        id,
        token,
        username,
        firstName: wanted.first_name ?? username.replace(/_?bot$/i, ""),
        photo: wanted.photo === undefined ? null : Buffer.from(wanted.photo, "base64"),
      },
      Date.now,
      (owner, updateId) => {
        if (this.events.watched) this.events.emit({ type: "acked", bot_id: owner.id, update_id: updateId });
      },
    );
    this.bots.set(id, bot);
    this.events.emit({ type: "bots" });
    return bot;
  }

  /** The live bot of a token; undefined for an unknown or revoked one. */
  byToken(token: string): Bot | undefined {
    const bot = this.bots.get(Number(token.slice(0, token.indexOf(":"))));
    return bot && !bot.revoked && bot.token === token ? bot : undefined;
  }

  /**
   * Refuses with 409, at most one every 3 s a bot: later ones wait for their turn (Client::fail_query_conflict).
   */
  conflict(bot: Bot, description: string, refuse: (error: ApiError) => void): void {
    const now = performance.now();
    const error = new ApiError(409, `Conflict: ${description}`);
    const at = Math.max(now, bot.nextConflictAt);
    bot.nextConflictAt = at + scaled(this.settings, CONFLICT_GAP_SECONDS);
    if (at <= now) refuse(error);
    else this.timers.after(at - now, () => refuse(error));
  }

  async close(): Promise<void> {
    this.forgetAll();
    this.timers.close();
    this.events.close();
    await this.client.close();
  }

  /** Back to an empty world; settings stay. */
  async reset(): Promise<void> {
    this.forgetAll();
    this.limits.clear();
    this.traces.clear();
    this.messages.clear();
    const old = this.client;
    this.client = new WebhookClient(this.settings);
    Object.assign(this.counts, { updates: 0, webhook: 0, polling: 0, calls: 0, pollsHeld: 0, inFlight: 0 });
    this.events.emit({ type: "bots" });
    await old.close();
  }

  private forgetAll(): void {
    this.faults.clear();
    for (const bot of this.bots.values()) {
      bot.revoked = true;
      bot.webhook?.delivery?.close();
      this.timers.cancel(bot.poll?.timer);
      bot.poll?.refuse(new ApiError(401, "Unauthorized"));
      bot.poll = null;
    }
    this.bots.clear();
  }

  private freeId(): number {
    while (this.bots.has(this.nextId)) this.nextId += 1;
    this.nextId += 1;
    return this.nextId - 1;
  }
}
