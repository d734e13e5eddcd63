import type { BotDirectory, LoadedBot } from "../bots/bot-directory";
import type { Services } from "../context";
import { redact } from "../core/log";
import { retryUntilStopped } from "../core/retry-until-stopped";
import { reopenUpdate } from "../data/delivery-status";
import { maxAttempts } from "../data/open-updates";
import type { UpdateStore } from "../data/update-store";
import type { FirstOutcome } from "../data/updates";
import { callUntilAnswered } from "../sending/call-telegram";
import type { SendSlots } from "../sending/send-slots";
import { type AnswerCall, type MethodCall, UpdateCalls } from "../sending/update-calls";
import type { CounterBuffer } from "../statistics/counter-buffer";
import { classifyFailure, isRefusal } from "../telegram/failure";
import type { FailingChats } from "./failing-chats";
import type { IncomingUpdate } from "./incoming";
import { noteFailure, type Rerun, setAside } from "./quarantine";

/** Runs a bot's behaviours on one update. It makes calls only through `calls`. */
export type Handler = (work: { update: IncomingUpdate; bot: LoadedBot; calls: UpdateCalls }) => Promise<void>;

/** What the handling of every update needs. */
export interface Toolbox {
  services: Services;
  bots: BotDirectory;
  handler: Handler;
  onUnauthorized: (bot: { id: number; token: string }) => void;
  /** A reply that should have travelled in an answer did not, or may not have. */
  notAnswered: (update: { botId: number; updateId: number }) => void;
  stop: AbortSignal;
  updateStore: UpdateStore;
  sendSlots: SendSlots;
  counters: CounterBuffer;
  failing: FailingChats;
  processId: number;
  counts: { accepted: number; handled: number; failed: number };
}

export interface Start {
  /** How often the update has been begun, this time included; 1 unless told. */
  attempts?: number;
  /** The row is stored and ours already. */
  claimed?: boolean;
  /** Store the row before the behaviours run, whatever they do. */
  claimFirst?: boolean;
  /** It is handled out of its turn. */
  rerun?: Rerun | undefined;
  /** A webhook's answer waits so many milliseconds and can carry a reply; without it there is none. */
  budgetMs?: number;
}

/** What the webhook's answer says. */
export interface Passed {
  /** now: committed by this call; before: a duplicate, which changed nothing. */
  stored: "now" | "before";
  /** The call that travels in the answer. */
  reply?: AnswerCall | undefined;
}

/** The update was stored before: whatever this run was about to do, somebody has done or is doing. */
class StoredBefore extends Error {
  override readonly name = "StoredBefore";
}

/**
 * Runs the behaviours on an update and writes the outcome. The row is stored before the first call to
 * Telegram; where there is none, row and outcome are one commit. Either way it is committed before
 * `answer` is called with what the webhook's answer may say.
 *
 * @param answer called once, unless it throws first.
 * @throws the database's error when the update could not be stored.
 */
export async function handleUpdate(
  toolbox: Toolbox,
  update: IncomingUpdate,
  start: Start,
  answer: (passed: Passed) => void,
): Promise<void> {
  const { services, bots, handler, updateStore, sendSlots, counters, failing, counts } = toolbox;
  const { botId, updateId, chatId, kind, door } = update;
  const began = services.clock.monotonic();
  let claimed: Promise<void> | undefined = start.claimed ? Promise.resolve() : undefined;
  let freeSlot: (() => void) | undefined;
  let answering = start.budgetMs !== undefined;
  let claimFailed = false;

  const stored = (isNew: boolean) => {
    if (!isNew) throw new StoredBefore();
    counts.accepted++;
    counters.arrived(botId, updateId, door);
  };
  const claim = () => {
    if (!claimed) {
      claimed = updateStore.insert(update, { state: "open", error: null, actions: null }).then(stored);
      claimed.catch(() => {
        claimFailed = true;
      });
    }
    return claimed;
  };
  const perform = async (bot: LoadedBot, call: MethodCall) => {
    await claim();
    freeSlot ??= await sendSlots.take(botId);
    // A call that Telegram has put off was not made: others of the bot may go first.
    const putOff = async (wait: () => Promise<void>) => {
      freeSlot?.();
      await wait();
      freeSlot = await sendSlots.take(botId);
    };
    return callTelegram(toolbox, bot, call, putOff);
  };
  const budget = start.budgetMs === undefined ? undefined : setTimeout(giveUpAnswer, start.budgetMs);

  /** The answer can wait no longer: it says that the update is stored, and handling goes on without it. */
  function giveUpAnswer(): void {
    answering = false;
    claim().then(
      () => answer({ stored: "now" }),
      () => {},
    );
  }

  /** Its chat is set aside, and it with it: recorded, and handled when the chat is released. */
  async function isSetAside(bot: LoadedBot): Promise<boolean> {
    // No claim may come in between.
    clearTimeout(budget);
    await claimed;
    const isClaimed = claimed !== undefined;
    const put = await setAside(services, toolbox.processId, update, {
      bot,
      claimed: isClaimed,
      rerun: start.rerun,
    });
    if (put === "before") throw new StoredBefore();
    if (put === "aside" && !isClaimed) stored(true);
    return put === "aside";
  }

  let calls: UpdateCalls | undefined;
  let outcome: FirstOutcome = { state: "handled", error: null, actions: null };
  try {
    if (start.claimFirst) await claim();
    toolbox.stop.throwIfAborted();
    const bot = bots.peek(botId) ?? (await loadBot(bots, botId, toolbox.stop));
    if (chatId !== null && bot?.quarantine?.has(chatId) && (await isSetAside(bot))) {
      services.log.info({ bot: botId, update: updateId, door, outcome: "quarantined" }, "update");
      answer({ stored: "now" });
      return;
    }
    if (bot) {
      const made = new UpdateCalls((call) => perform(bot, call), answering);
      calls = made;
      try {
        await handler({ update, bot, calls: made });
      } catch (error) {
        if (!isRefusal(error)) {
          if (!claimFailed && !toolbox.stop.aborted) await noteFailure(services, failing, update, error);
          throw error;
        }
        outcome.error = error.description;
      }
      failing.handled(botId, chatId);
      if (!answering) await made.sendHeld();
      if (made.notes.length > 0) outcome.error ??= made.notes.join(" ");
    } else outcome.error = "The bot was removed before this update was handled.";
  } catch (error) {
    if (error instanceof StoredBefore) {
      clearTimeout(budget);
      freeSlot?.();
      answer({ stored: "before" });
      return;
    }
    outcome = failed(toolbox, update, error, start);
  }
  try {
    outcome.actions = calls?.record() ?? null;
    if (claimed) {
      await claimed;
      await updateStore.close({ botId, updateId, ...outcome });
    } else {
      // Should the budget end meanwhile, its claim is this very insert.
      claimed = updateStore.insert(update, outcome).then(stored);
      await claimed;
    }
  } catch (error) {
    if (!(error instanceof StoredBefore)) {
      // The commit may stand and only its answer be lost, with a reply that nobody was given.
      if (calls?.held) toolbox.notAnswered(update);
      throw error;
    }
    answer({ stored: "before" });
    return;
  } finally {
    clearTimeout(budget);
    freeSlot?.();
  }

  const reply = outcome.state === "handled" ? calls?.held : undefined;
  if (answering) answer({ stored: "now", reply });
  // The budget ran out while the outcome was being written: the reply misses the answer.
  else if (
    reply &&
    (await retryUntilStopped(() => reopenUpdate(services.data, toolbox.processId, update), toolbox.stop))
  ) {
    await calls?.sendHeld();
    await updateStore.close({ botId, updateId, ...outcome, actions: calls?.record() ?? null });
    freeSlot?.();
  }

  const ms = Math.round((services.clock.monotonic() - began) * 10) / 10;
  services.log.info({ bot: botId, update: updateId, door, outcome: outcome.state, ms }, "update");
  if (outcome.state === "open") return;
  counts.handled++;
  // A replay is no update that arrived: it was counted when it did.
  if (start.rerun === "replay") return;
  counters.handled({
    botId,
    updateId,
    chatId,
    kind,
    door,
    failed: outcome.state === "dead" || outcome.error !== null,
    ms,
  });
}

/** @returns undefined where the bot was removed. */
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

function failed(toolbox: Toolbox, update: IncomingUpdate, error: unknown, start: Start): FirstOutcome {
  const { attempts = 1 } = start;
  // A process that stops leaves the row open and free, for the next one.
  if (toolbox.stop.aborted) return { state: "open", error: null, actions: null };
  toolbox.counts.failed++;
  // Who asked for a replay wants to see what became of it, not to wait for another try.
  const state = attempts >= maxAttempts || start.rerun === "replay" ? "dead" : "open";
  const { botId, updateId } = update;
  toolbox.services.log.error(
    { err: error, bot: botId, update: updateId, outcome: state, attempts },
    "update failed",
  );
  return { state, error: redact(String(error)), actions: null };
}

async function callTelegram(
  toolbox: Toolbox,
  bot: LoadedBot,
  call: MethodCall,
  putOff: (wait: () => Promise<void>) => Promise<void>,
): Promise<unknown> {
  try {
    return await callUntilAnswered(toolbox.services.telegram, bot.token, call, toolbox.stop, putOff);
  } catch (error) {
    if (classifyFailure(error) === "unauthorized") toolbox.onUnauthorized(bot);
    throw error;
  }
}
