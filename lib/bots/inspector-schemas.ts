import { z } from "zod";
import { actionSchema, updateSchema, updateStateSchema } from "./schemas";

const time = z.iso.datetime().describe("UTC, ISO 8601");

/** An attempt before the latest, as it ended. */
const earlierAttemptSchema = z.object({
  attempt: z.int(),
  state: updateStateSchema,
  error: z.string().nullable(),
  handledAt: time.nullable(),
  actions: z.array(actionSchema),
});

/** An update with all that is known of it. */
export const updateDetailSchema = updateSchema.extend({
  payload: z.unknown(),
  replaying: z.boolean().describe("Another attempt has been asked for and is not through"),
  earlier: z.array(earlierAttemptSchema).describe("What the attempts before the latest replays came to"),
});
export type UpdateDetail = z.output<typeof updateDetailSchema>;

/** How many attempts somebody has seen: the column is a smallint. */
export const attemptsSeen = z.int().min(0).max(32_767);

export const replayInput = z.strictObject({
  dryRun: z
    .boolean()
    .default(false)
    .describe("Run the bot's behaviours and say what they would send, without sending it"),
  attempts: attemptsSeen
    .optional()
    .describe("The attempts you have seen: refused where another one was made since. Makes a retry safe"),
});

export const replaySchema = z.object({
  dryRun: z.boolean(),
  done: z.boolean().describe("false: it is still being handled; look at the update again"),
  attempt: z.int().describe("The number of this attempt; of a dry run, what it would be"),
  error: z.string().nullable(),
  actions: z.array(actionSchema).describe("What the bot did, or in a dry run would do"),
});
export type Replay = z.output<typeof replaySchema>;

export const quarantineInput = z.strictObject({
  reason: z.string().trim().min(1).max(300).optional().describe("Why, in your own words"),
});

export const releaseInput = z.strictObject({
  discard: z
    .boolean()
    .default(false)
    .describe("Give up the updates that were set aside instead of handling them"),
});

export const quarantinedChatSchema = z.object({
  chatId: z.int(),
  since: time,
  reason: z.string(),
  waiting: z.int().describe("Updates that were recorded and not handled"),
  releasingSince: time.nullable().describe("Since when what waits is being handled, in order"),
});
export type QuarantinedChat = z.output<typeof quarantinedChatSchema>;

export const releaseSchema = z.object({
  chatId: z.int(),
  discarded: z.int().nullable().describe("How many updates were given up; null where they are handled"),
});

/** Lengths of a bucket, in milliseconds. */
export const bucketLengths = {
  "1m": 60_000,
  "5m": 300_000,
  "15m": 900_000,
  "1h": 3_600_000,
  "3h": 10_800_000,
  "6h": 21_600_000,
  "1d": 86_400_000,
} as const;
const bucketNames = Object.keys(bucketLengths) as [Bucket, ...Bucket[]];
export type Bucket = keyof typeof bucketLengths;

export const statsQuery = z.object({
  from: z.iso.datetime({ offset: true }).optional().describe("ISO 8601; a day before `to` unless told"),
  to: z.iso.datetime({ offset: true }).optional().describe("ISO 8601; now unless told"),
  bucket: z.enum(bucketNames).optional().describe("Chosen to give about a hundred points unless told"),
});

const latency = z.number().nullable().describe("Milliseconds; null where nothing was handled");
const counts = z.record(z.string(), z.int());

const statsPointSchema = z.object({
  at: time,
  updates: z.int(),
  failures: z.int(),
  byKind: counts,
  byDoor: counts,
  p50Ms: latency,
  p99Ms: latency,
});
export type StatsPoint = z.output<typeof statsPointSchema>;

const chats = z.int().describe("How many different chats, exact up to 48, else within some 7 %");

export const statsSchema = z.object({
  from: time,
  to: time,
  bucket: z.enum(bucketNames),
  points: z.array(statsPointSchema).describe("One a bucket, quiet ones as zeros"),
  activeChats: z
    .array(z.object({ at: time, chats }))
    .describe("By the bucket, or by the hour where buckets are shorter"),
  totals: z.object({
    updates: z.int(),
    failures: z.int(),
    byKind: counts,
    byDoor: counts,
    p50Ms: latency,
    p99Ms: latency,
    chats,
  }),
});
export type Stats = z.output<typeof statsSchema>;
/** Most updates that are replayed at once. */
export const maxReplays = 200;

/** Which of several updates to replay, as the screen showed them. */
export const replayManyInput = z.strictObject({
  updates: z
    .array(z.strictObject({ arrival: z.int().min(0), attempts: attemptsSeen }))
    .min(1, "Choose at least one update.")
    .max(maxReplays, `At most ${maxReplays} updates are replayed at once.`),
});

/** Most updates that are run through dry at once. */
export const maxDryRuns = 20;
