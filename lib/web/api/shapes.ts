import { z } from "zod";
import {
  quarantinedChatSchema,
  quarantineInput,
  releaseInput,
  releaseSchema,
  replayInput,
  replaySchema,
  statsSchema,
  updateDetailSchema,
} from "../../bots/inspector-schemas";
import {
  botInfoSchema,
  botSchema,
  patchBotInput,
  registerBotInput,
  rotateTokenInput,
  sendMessageInput,
  timelineEventSchema,
  updateSchema,
  verdictSchema,
} from "../../bots/schemas";
import { rowId } from "../../core/row-id";
import { repliesInput } from "../../replies/reply-schemas";

/** A row's number in a path. Whatever is no such number is an id that does not exist. */
const pathId = z
  .string()
  .regex(/^[1-9]\d{0,9}$/)
  .transform(Number)
  .pipe(rowId);

export const botParams = z.object({ botId: pathId });

export const updateParams = botParams.extend({
  updateId: z
    .string()
    .regex(/^(?:0|[1-9]\d{0,15})$/)
    .transform(Number)
    .pipe(z.int().min(0)),
});

/** A chat's number at Telegram; those of groups are below zero. */
export const chatParams = botParams.extend({
  chatId: z
    .string()
    .regex(/^-?[1-9]\d{0,15}$/)
    .transform(Number)
    .pipe(z.int()),
});

const pageOf = <S extends z.ZodType>(item: S) =>
  z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe("Send it as `cursor` to get the next page; null on the last"),
  });

const replySchema = z.object({
  trigger: z.object({ type: z.enum(["command", "keyword", "regex", "any"]), value: z.string().optional() }),
  text: z.string(),
  parseMode: z.enum(["HTML", "MarkdownV2", "Markdown"]).optional(),
  buttons: z
    .array(
      z.array(z.object({ text: z.string(), url: z.string().optional(), callback: z.string().optional() })),
    )
    .optional(),
  language: z.string().optional(),
  enabled: z.boolean(),
  offReason: z.string().optional().describe("Why Hookline has switched it off, where its owner did not"),
});

const fact = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** The answers that have a name of their own in the OpenAPI document. */
export const answers = {
  Bot: botSchema,
  BotPage: pageOf(botSchema),
  BotInfo: botInfoSchema,
  DroppedPending: z.object({ dropped: z.int().describe("How many updates waited") }),
  SentMessage: z.object({ messageId: z.int() }),
  Update: updateSchema,
  UpdatePage: pageOf(updateSchema).extend({
    searched: z
      .object({ updates: z.int(), backTo: z.iso.datetime().nullable() })
      .nullable()
      .describe("With a filter: how many of the newest updates were looked through, and back to when"),
  }),
  UpdateDetail: updateDetailSchema,
  ReplayOutcome: replaySchema,
  QuarantinedChat: quarantinedChatSchema,
  Quarantine: z.object({ items: z.array(quarantinedChatSchema) }),
  Release: releaseSchema,
  Stats: statsSchema,
  Replies: z.object({ replies: z.array(replySchema).describe("In the order in which they are tried") }),
  Health: z.object({ verdict: verdictSchema, facts: z.record(z.string(), fact) }),
  TimelinePage: pageOf(timelineEventSchema),
  OpenApi: z.record(z.string(), z.unknown()),
};

/** The bodies that have a name of their own in the OpenAPI document. */
export const bodies = {
  RegisterBot: registerBotInput,
  PatchBot: patchBotInput,
  RotateToken: rotateTokenInput,
  SendMessage: sendMessageInput,
  PutReplies: repliesInput,
  Replay: replayInput,
  QuarantineChat: quarantineInput,
  ReleaseChat: releaseInput,
};
