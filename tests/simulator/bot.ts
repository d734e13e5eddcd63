import { randomBytes, randomInt } from "node:crypto";
import type { ApiError } from "./api-error";
import { Records } from "./records";
import type { Timer } from "./timers";
import { UpdateQueue } from "./update-queue";
import type { WebhookDelivery } from "./webhook-delivery";

/** A webhook that is set, with the settings it was set with. Dates in Unix seconds. */
export interface Webhook {
  url: string;
  maxConnections: number;
  secretToken: string;
  ipAddress: string;
  fixIpAddress: boolean;
  certificate: string;
  lastErrorDate: number;
  lastErrorMessage: string;
  delivery: WebhookDelivery | null;
}

/** A getUpdates call that waits. */
export interface HeldPoll {
  offset: number;
  limit: number;
  timer: Timer;
  waking: boolean;
  answer(json: string): void;
  refuse(error: ApiError): void;
  /** Another program's poll played by the control API: it never gets updates, it only holds the place. */
  foreign: boolean;
}

/** A message as the Bot API shows it; only the fields that the simulator itself reads are named. */
export interface StoredMessage {
  message_id: number;
  date: number;
  text: string;
  entities?: readonly unknown[];
  reply_markup?: unknown;
  [field: string]: unknown;
}

/** A chat of a bot: what it is, who blocked whom, and its newest messages. */
export interface Chat {
  info: { id: number; type: string; [field: string]: unknown };
  lastMessageId: number;
  messages: Map<number, StoredMessage>;
  /** Messages up to this id are no longer remembered; calls about them are taken on trust. */
  forgottenTo: number;
  blocked: boolean;
  migrateTo: number | undefined;
}

/** One bot at Telegram. Plain data: the rules are in the functions that take it. */
export interface Bot {
  id: number;
  token: string;
  username: string;
  firstName: string;
  /** Its picture as a JPEG, where it has one. */
  photo: Buffer | null;
  revoked: boolean;
  queue: UpdateQueue;
  records: Records;
  /** null: the default set. Shared by setWebhook and getUpdates. */
  allowed: ReadonlySet<string> | null;
  webhook: Webhook | null;
  /** Ends the setWebhook that is being verified, with its 409. */
  cancelVerification: (() => void) | null;
  nextSetWebhookAt: number;
  nextConflictAt: number;
  poll: HeldPoll | null;
  lastPollOffset: number;
  lastPollAt: number;
  foreignPollUntil: number;
  chats: Map<number, Chat>;
  callbackIds: Map<string, number>;
  commands: Map<string, unknown>;
}

/** 35 characters of the alphabet of real tokens. */
export function newToken(id: number): string {
  return `${id}:AA${randomBytes(25).toString("base64url").slice(0, 33)}`;
}

/** A bot as BotFather would have just made it, with a random place to start its update ids. */
export function createBot(
  identity: Pick<Bot, "id" | "token" | "username" | "firstName" | "photo">,
  now: () => number,
  onAcked: (bot: Bot, updateId: number) => void,
): Bot {
  const records = new Records();
  const bot: Bot = {
    ...identity,
    revoked: false,
    records,
    queue: new UpdateQueue(randomInt(100_000_000, 900_000_000), (id) => {
      records.acked(id, now());
      onAcked(bot, id);
    }),
    allowed: null,
    webhook: null,
    cancelVerification: null,
    nextSetWebhookAt: 0,
    nextConflictAt: 0,
    poll: null,
    // No real offset, so that the first poll is never "the same offset again".
    lastPollOffset: Number.NaN,
    lastPollAt: 0,
    foreignPollUntil: 0,
    chats: new Map(),
    callbackIds: new Map(),
    commands: new Map(),
  };
  return bot;
}

/** Drops a message to save memory; it still exists as far as the bot is concerned. */
export function forgetMessage(chat: Chat, messageId: number): void {
  if (chat.messages.delete(messageId)) chat.forgottenTo = Math.max(chat.forgottenTo, messageId);
}
