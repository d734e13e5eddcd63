import type { BotDirectory, LoadedBot } from "../bots/bot-directory";
import type { Services } from "../context";
import { redact } from "../core/log";
import { retryUntilStopped } from "../core/retry-until-stopped";
import type { IncomingUpdate } from "../data/incoming-update";
import { maxAttempts } from "../data/open-updates";
import type { FirstOutcome } from "../data/updates";
import type { UpdateCalls } from "../sending/update-calls";
import { isRefusal } from "../telegram/failure";
import type { FailingChats, Rerun } from "./quarantine";

/** Runs a bot's behaviours on one update. It makes calls only through `calls`. */
export type Handler = (work: { update: IncomingUpdate; bot: LoadedBot; calls: UpdateCalls }) => Promise<void>;

export interface BehaveTools {
  services: Services;
  bots: BotDirectory;
  handler: Handler;
  failing: FailingChats;
  stop: AbortSignal;
}

/**
 * What the update's handling has come to once its behaviours have run and every call of theirs has ended. A refusal of
 * Telegram's is an outcome, written in Telegram's words.
 *
 * @throws what the behaviours threw, or the process's stop.
 */
export async function behave(
  { handler, failing, stop }: BehaveTools,
  update: IncomingUpdate,
  bot: LoadedBot | undefined,
  calls: UpdateCalls,
): Promise<FirstOutcome> {
  const outcome: FirstOutcome = { state: "handled", error: null, actions: null };
  if (!bot) return { ...outcome, error: "The bot was removed before this update was handled." };
  try {
    await handler({ update, bot, calls });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    outcome.error = error.description;
  } finally {
    // Also of those that the behaviours did not await, and what these bring.
    for (let end = calls.ended; end; end = end === calls.ended ? undefined : calls.ended) await end;
  }
  stop.throwIfAborted();
  failing.handled(update);
  if (calls.notes.length > 0) outcome.error ??= calls.notes.join(" ");
  return outcome;
}

/**
 * What the update's handling has come to where its behaviours threw: it is tried again later, and parked after its last
 * attempt.
 */
export async function failedOutcome(
  { services, failing, stop }: BehaveTools,
  update: IncomingUpdate,
  error: unknown,
  { attempts, rerun }: { attempts: number; rerun?: Rerun | undefined },
): Promise<FirstOutcome> {
  // A process that stops leaves the row open and free, for the next one.
  if (stop.aborted) return { state: "open", error: null, actions: null };
  await failing.failed(update, error);
  // Who asked for a replay wants to see what became of it, not to wait for another try.
  const state = attempts >= maxAttempts || rerun === "replay" ? "dead" : "open";
  const { botId, updateId } = update;
  services.log.error({ err: error, bot: botId, update: updateId, outcome: state, attempts }, "update failed");
  return { state, error: redact(String(error)), actions: null };
}

/**
 * The bot from memory or the database, which is asked until it answers.
 *
 * @returns undefined where the bot was removed.
 */
export function loadBot(
  bots: BotDirectory,
  botId: number,
  stop: AbortSignal,
): Promise<LoadedBot | undefined> {
  return retryUntilStopped(
    () => bots.get(botId),
    stop,
    (error) => (error as Error).name === "UnreadableBot",
  );
}
