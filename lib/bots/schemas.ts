import { z } from "zod";

/**
 * What goes into and comes out of the verbs on bots. REST validates with these, the OpenAPI
 * document is generated from them, and the screens use their types.
 */

/** Every kind of update of Bot API 10.3, in the order of its documentation. */
export const updateKinds = [
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

const kind = z.enum(updateKinds);

/** Telegram's default: all kinds but those that come only when named. */
export const defaultAllowedUpdates: readonly (typeof updateKinds)[number][] = updateKinds.filter(
  (name) => name !== "chat_member" && name !== "message_reaction" && name !== "message_reaction_count",
);

export const modeSchema = z.enum(["webhook", "polling"]);
export const doorSchema = z.enum(["webhook", "polling", "none"]);
export const botStatusSchema = z.enum(["active", "paused", "unauthorized", "conflict"]);
export const updateStateSchema = z
  .enum(["open", "handled", "dead", "quarantined"])
  .describe("quarantined: recorded and not handled, because its chat is set aside");

const time = z.iso.datetime().describe("UTC, ISO 8601");

/** A bot token as BotFather gives it: `<telegram id>:<35 characters>`, blanks around it forgiven. */
export const tokenSchema = z
  .string({ error: "Paste the token that BotFather gave you." })
  .trim()
  .max(128, "That is too long for a bot token.")
  .describe("A bot token, as BotFather gives it");

export const verdictSchema = z.object({
  status: z.enum(["healthy", "degraded", "down", "unknown"]),
  sentence: z.string(),
  fix: z.object({ action: z.string(), label: z.string() }).nullable(),
});
export type Verdict = z.output<typeof verdictSchema>;

export const botSchema = z.object({
  id: z.int(),
  telegramId: z.int(),
  username: z.string(),
  name: z.string(),
  mode: modeSchema,
  activeDoor: doorSchema,
  status: botStatusSchema,
  fallbackEnabled: z.boolean(),
  allowedUpdates: z.array(z.string()),
  maxConnections: z.int(),
  webhook: z.object({
    enabled: z.boolean(),
    url: z.string().nullable(),
    lastUpdateAt: time.nullable(),
    pendingCount: z.int().nullable(),
    lastError: z.object({ message: z.string(), at: time }).nullable(),
  }),
  polling: z.object({ lastUpdateAt: time.nullable(), owner: z.string().nullable() }),
  lastUpdateAt: time.nullable(),
  doorReason: z.string().nullable().describe("Why the bot uses the door it uses, where that needs a reason"),
  fallback: z
    .object({ since: time, nextTryAt: time.nullable() })
    .nullable()
    .describe("Present while a bot that wants its webhook polls instead; when the webhook is tried again"),
  conflict: z
    .object({
      kind: z.enum(["foreign-webhook", "webhook-vanished", "foreign-poller"]),
      since: time,
      host: z.string().nullable(),
    })
    .nullable()
    .describe("Another system has this bot"),
  health: verdictSchema,
  createdAt: time,
});
export type BotView = z.output<typeof botSchema>;

export const registerBotInput = z.strictObject({
  token: tokenSchema,
  mode: modeSchema.optional(),
  dropPending: z
    .boolean()
    .default(false)
    .describe("Forget what waits at Telegram; nothing is forgotten unasked"),
});
export type RegisterBotInput = z.input<typeof registerBotInput>;

/** What the register form shows of a token before it is registered. */
export interface TokenCheck {
  telegramId: number;
  username: string;
  name: string;
  /** Its picture as a data: address; null where it has none. */
  photo: string | null;
  /** Host of a webhook that another system has set; registering takes the bot over. */
  foreignWebhookHost: string | null;
  pendingCount: number;
}

export const patchBotInput = z
  .strictObject({
    mode: modeSchema.optional(),
    enabled: z.boolean().optional().describe("false pauses the bot, true resumes it"),
    fallbackEnabled: z.boolean().optional(),
    allowedUpdates: z
      .array(kind)
      .max(updateKinds.length)
      .transform((kinds) => [...new Set(kinds)])
      .optional()
      .describe("Kinds of updates the bot receives; an empty list means Telegram's default"),
    maxConnections: z.int().min(1).max(100).optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, "Name at least one field to change.");
export type PatchBotInput = z.output<typeof patchBotInput>;

export const rotateTokenInput = z.strictObject({ token: tokenSchema });

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
});
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

const chatId = z.union([z.int(), z.string().regex(/^@[A-Za-z][A-Za-z0-9_]{3,31}$|^-?\d{1,16}$/)]);
export const parseModeSchema = z.enum(["HTML", "MarkdownV2", "Markdown"]);

export const sendMessageInput = z.strictObject({
  chatId: chatId.describe("A chat's number, or @name of a public chat"),
  text: z.string().min(1, "The text is empty.").max(4096, "Telegram takes at most 4096 characters."),
  parseMode: parseModeSchema.optional(),
  replyMarkup: z.record(z.string(), z.unknown()).optional().describe("Telegram's reply_markup, as it is"),
});
export type SendMessageInput = z.output<typeof sendMessageInput>;

export const actionSchema = z.object({
  method: z.string(),
  params: z.record(z.string(), z.unknown()),
  via: z.enum(["api", "webhook-reply"]),
  ok: z
    .boolean()
    .nullable()
    .describe("null: sent in the webhook's answer, whose result Telegram does not tell"),
  error: z.string().optional(),
  maybeTwice: z
    .literal(true)
    .optional()
    .describe("An earlier try's answer did not come: Telegram may have carried the call out twice"),
});
export type UpdateAction = z.output<typeof actionSchema>;

export const updateSchema = z.object({
  updateId: z
    .int()
    .describe("Telegram's number. It may come again: Telegram begins anew at times, often lower"),
  arrival: z.int().describe("Its place among the bot's updates: grows with every one"),
  kind: z.string(),
  chatId: z.int().nullable(),
  door: doorSchema,
  state: updateStateSchema,
  attempts: z.int(),
  error: z.string().nullable(),
  receivedAt: time,
  handledAt: time.nullable(),
  payload: z.unknown().optional(),
  actions: z.array(actionSchema),
});
export type UpdateView = z.output<typeof updateSchema>;

export const updatesQuery = pageQuery.extend({
  kind: z.string().max(64).optional(),
  door: modeSchema.optional(),
  state: updateStateSchema.optional(),
  chatId: z.coerce.number().int().optional(),
  text: z.string().min(1).max(200).optional().describe("Looked for inside the payloads, whatever its case"),
});

export const timelineEventSchema = z.object({
  id: z.int(),
  at: time,
  fromDoor: doorSchema,
  toDoor: doorSchema,
  status: botStatusSchema,
  reason: z.string(),
  actor: z.string(),
});
export type TimelineEvent = z.output<typeof timelineEventSchema>;

export const botInfoSchema = z.object({
  me: z.record(z.string(), z.unknown()),
  webhookInfo: z.record(z.string(), z.unknown()),
});
