import { z } from "zod";

/** Every kind of update of Bot API 10.3, in the documentation's order. */
export const UPDATE_KINDS = [
  "message",
  "edited_message",
  "channel_post",
  "edited_channel_post",
  "business_connection",
  "business_message",
  "edited_business_message",
  "deleted_business_messages",
  "message_reaction",
  "message_reaction_count",
  "inline_query",
  "chosen_inline_result",
  "callback_query",
  "shipping_query",
  "pre_checkout_query",
  "purchased_paid_media",
  "poll",
  "poll_answer",
  "my_chat_member",
  "chat_member",
  "chat_join_request",
  "chat_boost",
  "removed_chat_boost",
  "managed_bot",
] as const;

export type UpdateKind = (typeof UPDATE_KINDS)[number];

const known: ReadonlySet<string> = new Set(UPDATE_KINDS);
const onlyWhenNamed: ReadonlySet<string> = new Set([
  "chat_member",
  "message_reaction",
  "message_reaction_count",
]);
const messageLike: ReadonlySet<string> = new Set([
  "message",
  "edited_message",
  "channel_post",
  "edited_channel_post",
  "business_message",
  "edited_business_message",
]);
const lifetimeSeconds: Partial<Record<UpdateKind, number>> = {
  inline_query: 30,
  callback_query: 150,
  shipping_query: 150,
  pre_checkout_query: 150,
  chosen_inline_result: 600,
};

const DAY_SECONDS = 86_400;

export function isUpdateKind(name: string): name is UpdateKind {
  return known.has(name);
}

/** Whether an update of this kind is created; `allowed` null is Telegram's default set. */
export function isAllowed(kind: UpdateKind, allowed: ReadonlySet<string> | null): boolean {
  return allowed ? allowed.has(kind) : !onlyWhenNamed.has(kind);
}

/**
 * Reads an allowed_updates argument. undefined: absent or invalid JSON, nothing changes; null: back to the default.
 */
export function readAllowedUpdates(value: unknown): ReadonlySet<string> | null | undefined {
  let list = value;
  if (typeof value === "string") {
    try {
      list = JSON.parse(value);
    } catch {
      return undefined;
    }
  }
  if (!Array.isArray(list)) return undefined;
  const named = list.filter((name): name is string => typeof name === "string" && known.has(name));
  return named.length === 0 ? null : new Set(named);
}

const payloadShape = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  date: z.number().optional(),
  chat: z.looseObject({ id: z.number() }).optional(),
  from: z.looseObject({ id: z.number() }).optional(),
  user: z.looseObject({ id: z.number() }).optional(),
});

/**
 * The delivery queue of an update: messages, edits and posts of a chat share one; every other kind has its own
 * a person or chat. Empty where nothing names either: such updates wait for nobody.
 */
export function queueKey(kind: UpdateKind, payload: unknown): string {
  const parsed = payloadShape.safeParse(payload);
  if (!parsed.success) return "";
  const { chat, from, user } = parsed.data;
  if (messageLike.has(kind)) return chat ? String(chat.id) : "";
  const whose = from?.id ?? user?.id ?? chat?.id;
  return whose === undefined ? "" : `${kind}:${whose}`;
}

/** Seconds an update is kept from `nowUnix` on: messages 24 h after their own date, queries much shorter. */
export function lifetime(kind: UpdateKind, payload: unknown, nowUnix: number): number {
  const fixed = lifetimeSeconds[kind];
  if (fixed !== undefined) return fixed;
  if (!messageLike.has(kind)) return DAY_SECONDS;
  const parsed = payloadShape.safeParse(payload);
  const date = parsed.success ? parsed.data.date : undefined;
  return date === undefined ? DAY_SECONDS : Math.min(DAY_SECONDS, date + DAY_SECONDS - nowUnix);
}
