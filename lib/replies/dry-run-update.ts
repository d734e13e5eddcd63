import { createHandler } from "../behaviours/run";
import { readBot } from "../bots/bot-directory";
import type { Replay } from "../bots/inspector-schemas";
import { ownBot } from "../bots/own-bot";
import { arrivalOf, type UpdateName } from "../bots/update-name";
import { gone } from "../bots/view-update";
import type { TenantContext } from "../context";
import { notFound } from "../core/errors";
import { inTime } from "../core/in-time";
import { redact } from "../core/log";
import { reviveUpdate } from "../data/incoming-update";
import { findUpdate } from "../data/updates";
import type { Verdict } from "../expressions/expressions";
import { type RecordedAction, UpdateCalls } from "../sending/update-calls";
import type { SearchExpressions } from "./match-reply";

/** Behaviours that take longer in a dry run wait for something that it does not give. Milliseconds. */
const timeoutMs = 5_000;
const tooLate = () => new Error("The behaviours did not end in time.");

/**
 * Runs the bot's behaviours, as they are now, over a stored update with every call recorded instead of made:
 * says exactly what a replay would send. Nothing reaches Telegram and nothing is stored.
 *
 * @throws HooklineError not_found.
 */
export async function dryRunUpdate(
  ctx: TenantContext,
  input: { botId: number } & UpdateName,
): Promise<Replay> {
  const { updateId: _, ...replay } = await dryRun(ctx, input, searchOnce(ctx));
  return replay;
}

async function dryRun(
  ctx: TenantContext,
  input: { botId: number } & UpdateName,
  search: SearchExpressions,
): Promise<Replay & { updateId: number }> {
  const { id } = await ownBot(ctx, input.botId);
  const [bot, arrival] = await Promise.all([readBot(ctx, id), arrivalOf(ctx, id, input)]);
  if (!bot) throw notFound();
  const row = arrival === undefined ? null : await findUpdate(ctx.data, id, arrival);
  if (arrival === undefined || !row || row.door === "none") throw gone(ctx);
  const { attempts, kind, payload, door } = row;
  const chatId = row.chatId === null ? null : Number(row.chatId);
  const updateId = Number(row.arrival - row.raisedBy);
  const update = reviveUpdate({ botId: id, updateId, arrival, kind, chatId, door, payload, attempts });
  // A call that is not made is answered as one that is held for the webhook's answer.
  const calls = new UpdateCalls(async () => ({ result: true, maybeTwice: false }), false);
  const error = await inTime(createHandler(ctx, { search })({ update, bot, calls }), timeoutMs, tooLate).then(
    () => (calls.notes.length > 0 ? calls.notes.join(" ") : null),
    (failure: unknown) => redact(String(failure)),
  );
  const made = JSON.parse(calls.record() ?? "[]") as RecordedAction[];
  const actions = made.map(({ method, params }) => ({
    method,
    params: params as Record<string, unknown>,
    via: "api" as const,
    ok: null,
  }));
  return { updateId, dryRun: true, done: true, attempt: attempts + 1, error, actions };
}

/** The same for several updates, in the order in which they came. */
export async function dryRunUpdates(
  ctx: TenantContext,
  { botId, arrivals }: { botId: number; arrivals: readonly number[] },
): Promise<(Replay & { arrival: number; updateId: number })[]> {
  const outcomes: (Replay & { arrival: number; updateId: number })[] = [];
  const search = searchOnce(ctx);
  for (const arrival of [...arrivals].sort((a, b) => a - b)) {
    outcomes.push({ arrival, ...(await dryRun(ctx, { botId, arrival }, search)) });
  }
  return outcomes;
}

/** An expression that took too long once is passed over from then on: a dry run of many updates ends. */
function searchOnce({ expressions, actor }: TenantContext): SearchExpressions {
  const slow = new Set<string>();
  return async (sources, text) => {
    const quick = [...sources.entries()].filter(([, source]) => !slow.has(source));
    const read = quick.map(([, source]) => source);
    const { verdicts, tooSlow } = await expressions.search(actor.userId, read, text);
    const first = sources.findIndex((source) => slow.has(source));
    const [blamed, source] = (tooSlow === undefined ? undefined : quick[tooSlow]) ?? [];
    if (source !== undefined) slow.add(source);
    const all: Verdict[] = sources.map(() => "slow");
    for (const [index, [place]] of quick.entries()) all[place] = verdicts[index] ?? "unread";
    return { verdicts: all, tooSlow: blamed ?? (first === -1 ? undefined : first) };
  };
}
