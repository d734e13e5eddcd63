import type { TenantContext } from "../context";
import { ChatSketch } from "../core/chat-sketch";
import { HooklineError } from "../core/errors";
import { findChatSketches, findStats } from "../data/stats";
import { foldStats } from "./fold-stats";
import { type Bucket, bucketLengths, type Stats } from "./inspector-schemas";
import { ownBot } from "./own-bot";

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** More points than any chart or table is read for. */
const maxPoints = 1_500;
/** Counters by the minute are kept so long, and by the hour so long. */
const minutesKeptMs = 8 * dayMs;
const keptMs = 90 * dayMs;

/**
 * A bot's updates, failures, handling times and chats over time.
 *
 * @throws HooklineError not_found; invalid_input where the span has no sense or too many buckets.
 */
export async function botStats(
  ctx: TenantContext,
  input: {
    botId: number;
    from?: string | undefined;
    to?: string | undefined;
    bucket?: Bucket | undefined;
  },
): Promise<Stats> {
  const bot = await ownBot(ctx, input.botId);
  return statsOf(ctx, bot.id, input);
}

/** The same for whoever has been let in already. */
export async function statsOf(
  ctx: Pick<TenantContext, "data" | "clock">,
  botId: number,
  input: { from?: string | undefined; to?: string | undefined; bucket?: Bucket | undefined },
): Promise<Stats> {
  const { bucket, from, to } = spanOf(input, ctx.clock.now());
  const bucketMs = bucketLengths[bucket];
  const [rows, sketches] = await Promise.all([
    findStats(ctx.data, botId, { from, to, bucketMs }),
    findChatSketches(ctx.data, botId, { from, to }),
  ]);
  const chatsMs = Math.max(hourMs, bucketMs);
  const all = new ChatSketch();
  const byBucket = new Map<number, ChatSketch>();
  for (const { hour, sketch } of sketches) {
    const at = Math.floor(hour.getTime() / chatsMs) * chatsMs;
    const heard = ChatSketch.ofBytes(sketch);
    const merged = byBucket.get(at) ?? new ChatSketch();
    merged.merge(heard);
    byBucket.set(at, merged);
    all.merge(heard);
  }
  const { points, totals } = foldStats(rows, { from, to, bucketMs });
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    bucket,
    points,
    activeChats: [...borders(from, to, chatsMs)].map((at) => ({
      at: new Date(at).toISOString(),
      chats: byBucket.get(at)?.count() ?? 0,
    })),
    totals: { ...totals, chats: all.count() },
  };
}

function* borders(from: number, to: number, stepMs: number): Generator<number> {
  for (let at = Math.floor(from / stepMs) * stepMs; at < to; at += stepMs) yield at;
}

/** The span that was asked for, out to whole buckets. */
function spanOf(
  input: { from?: string | undefined; to?: string | undefined; bucket?: Bucket | undefined },
  now: number,
): { bucket: Bucket; from: number; to: number } {
  const to = Math.min(input.to === undefined ? now : Date.parse(input.to), now);
  const from = Math.max(input.from === undefined ? to - dayMs : Date.parse(input.from), now - keptMs);
  if (from >= to) throw invalid("from", "`from` has to lie before `to`, within the last 90 days.");
  const bucket = input.bucket ?? suitable(to - from);
  const length = bucketLengths[bucket];
  if (length < hourMs && from < now - minutesKeptMs) {
    throw invalid("bucket", "Beyond 8 days there are counters by the hour only: ask for 1h or more.");
  }
  const span = { bucket, from: Math.floor(from / length) * length, to: Math.ceil(to / length) * length };
  if ((span.to - span.from) / length > maxPoints) {
    throw invalid("bucket", `These are more than ${maxPoints} buckets: ask for longer ones or less time.`);
  }
  return span;
}

function suitable(spanMs: number): Bucket {
  const names = Object.keys(bucketLengths) as Bucket[];
  return names.find((name) => spanMs / bucketLengths[name] <= 120) ?? "1d";
}

function invalid(path: string, message: string): HooklineError {
  return new HooklineError("invalid_input", message, { issues: [{ path, message }] });
}
