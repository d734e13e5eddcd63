import { setMaxListeners } from "node:events";
import type { Services } from "../context";
import { findOthersOpen } from "../data/open-updates";
import { markUnanswered, takeOverUpdate, type UpdateKey } from "../data/update-standing";
import { type Accepted, Overloaded } from "./accepted";
import type { BotDirectory } from "./bot-directory";
import { FailingChats } from "./failing-chats";
import { type Handler, handleUpdate, loadBot, type Passed, type Toolbox } from "./handle-update";
import { type IncomingUpdate, reviveUpdate, type VerifiedUpdate } from "./incoming";
import { Lanes } from "./lanes";
import { Ledger } from "./ledger";
import { patiently } from "./patiently";
import { Room } from "./room";
import { SendSlots, sendingAtOnce } from "./send-slots";
import type { Rerun } from "./set-aside";
import { Tally } from "./tally";
import { callPatiently } from "./telegram-call";
import { answeredReply, type MethodCall } from "./update-calls";

export type { Handler, Passed } from "./handle-update";

export interface HallwayOptions {
  services: Services;
  processId: number;
  bots: BotDirectory;
  handler: Handler;
  /** Called when Telegram no longer knows a bot's token. */
  onUnauthorized: (bot: { id: number; token: string }) => void;
  /**
   * While it says so, every update is stored before its behaviours run, also where one commit for both
   * would do: after a crash, so that an update that kills the process is counted and parked in the end.
   */
  careful?: () => boolean;
}

/** How long a chat waits for an update that another process holds, in milliseconds. */
const followMs = 120_000;

const keyOf = (u: { botId: number; updateId: number }): string => `${u.botId}:${u.updateId}`;
const laneOf = (u: IncomingUpdate): string | undefined =>
  u.chatId === null ? undefined : `${u.botId}:${u.chatId}`;

/**
 * The one way of every update, whichever door it came through: accept (stored once), handle (the bot's
 * behaviours), finish (the outcome is written).
 *
 * Guarantee: an accepted update is handled at least once, and twice only where a process died between a
 * call to Telegram and writing it down. A reply that travels in a webhook's answer is committed before
 * the answer leaves, and given again to a sender who did not get it because we died or the door changed: a
 * kill -9 neither loses nor doubles it.
 */
export class Hallway {
  readonly tally: Tally;
  /** What happened since the process started. */
  readonly counts = { accepted: 0, duplicate: 0, handled: 0, failed: 0 };
  /** Whether there is room for more. */
  readonly room: Room;
  readonly #options: HallwayOptions;
  readonly #toolbox: Toolbox;
  readonly #lanes = new Lanes();
  /** Updates this process works on, each with the promise of its end. */
  readonly #inHand = new Map<string, Promise<void>>();
  /** Updates that were accepted and wait for their door to hand them on. */
  readonly #accepted = new Set<string>();
  /** Answers that were not given, while that is being written down. */
  readonly #marking = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();

  constructor(options: HallwayOptions) {
    const { services, processId, bots, handler, onUnauthorized } = options;
    const { data, log } = services;
    this.#options = options;
    this.tally = new Tally(services, processId);
    // Every call under way listens to it.
    setMaxListeners(0, this.#stop.signal);
    const { signal } = this.#stop;
    this.#toolbox = {
      services,
      bots,
      handler,
      onUnauthorized,
      notAnswered: (update) => this.notAnswered(update),
      stop: signal,
      ledger: new Ledger({ data, log, clock: services.clock, processId, stopping: () => signal.aborted }),
      sendSlots: new SendSlots(sendingAtOnce),
      tally: this.tally,
      failing: new FailingChats(),
      processId,
      counts: this.counts,
    };
    this.room = new Room(this.#toolbox.ledger);
  }

  /** Updates in hand: accepted here and not finished yet. */
  get inHand(): number {
    return this.#inHand.size;
  }

  /**
   * Stores the update, once. When it resolves, the update is committed.
   *
   * @throws Overloaded; or the database's error, when nothing was stored.
   */
  async accept(update: VerifiedUpdate): Promise<Accepted> {
    this.#refuseIfFull();
    const first = { state: "open", error: null, actions: null } as const;
    if (!(await this.#toolbox.ledger.insert(update, first))) return this.#duplicate(update);
    this.counts.accepted++;
    this.tally.arrived(update.botId, update.updateId, update.door);
    this.#accepted.add(keyOf(update));
    return { standing: "mine", attempts: 1 };
  }

  /**
   * The webhook's way through: accepts, handles and finishes in its chat's turn, in one commit where the
   * behaviours made no call of their own. Resolves when the update is committed and an answer can be given.
   *
   * @throws Overloaded; or the database's error, when nothing was stored.
   */
  async pass(update: VerifiedUpdate, budgetMs: number): Promise<Passed> {
    this.#refuseIfFull();
    if (this.#marking.size > 0) await this.#marking.get(keyOf(update));
    const passed = await this.#begin(update, { budgetMs, claimFirst: this.#options.careful?.() ?? false });
    if (passed.stored !== "before") return passed;
    let accepted = await this.#duplicate(update);
    // Somebody is still at it. Telegram's next update of this chat waits for this answer, so give it time.
    if (accepted.standing === "held") accepted = await this.await(update, budgetMs);
    if (accepted.standing === "mine") {
      return this.#begin(update, { budgetMs, attempts: accepted.attempts, claimed: true });
    }
    // A 200 without the reply would be the end of it.
    if (accepted.standing === "held" && accepted.handled)
      throw new Overloaded("It is not known yet whether this update's reply was given.");
    return { stored: "before", reply: "reply" in accepted ? accepted.reply : undefined };
  }

  /** Handles an update that was accepted through no open request: polled, swept up, or out of its turn. */
  async handleAlone(update: IncomingUpdate, attempts: number, rerun?: Rerun): Promise<void> {
    this.#accepted.delete(keyOf(update));
    const run = () => handleUpdate(this.#toolbox, update, { attempts, claimed: true, rerun }, () => {});
    await this.#hold(update, this.#inLane(update, run));
  }

  /**
   * Keeps the place of an update that somebody else holds: later updates of its chat wait here until it is
   * closed, and should its holder die it is handled here.
   *
   * @param delivered whether Telegram delivered it to us, so that a reply whose answer was lost is ours to give.
   */
  async followHeld(update: IncomingUpdate, delivered = true): Promise<void> {
    await this.#inLane(update, async () => {
      const accepted = await this.await({ ...update, delivered }, followMs);
      if (accepted.standing === "mine") {
        const { attempts } = accepted;
        const run = handleUpdate(this.#toolbox, update, { attempts, claimed: true }, () => {});
        await this.#hold(update, run);
      } else if (accepted.standing === "closed" && accepted.reply)
        await this.#sendReply(update, accepted.reply);
    });
  }

  /**
   * Gives updates of these bots that other processes hold, or left behind, their places: what arrives here waits
   * behind them in its chat. A bot whose door has just changed may still be worked for at the old one.
   */
  async followOthers(botIds: readonly number[]): Promise<void> {
    const { services, processId } = this.#options;
    for (const row of await findOthersOpen(services.data, processId, botIds))
      void this.followHeld(reviveUpdate(row), false);
  }

  /** Sends a reply whose webhook's answer never arrived, in its chat's turn. */
  async sendUnanswered(update: IncomingUpdate, reply: MethodCall): Promise<void> {
    await this.#hold(
      update,
      this.#inLane(update, () => this.#sendReply(update, reply)),
    );
  }

  /**
   * The sender hung up before the answer that carried a reply: it will ask again, here or elsewhere, and
   * whoever is asked gives the reply then.
   */
  notAnswered(update: { botId: number; updateId: number }): void {
    const { services, processId } = this.#options;
    const key = keyOf(update);
    const mark = () => markUnanswered(services.data, processId, update);
    const marked = patiently(mark, this.#stop.signal)
      .catch((error: unknown) => services.log.warn({ err: error }, "answer not marked as missing"))
      .finally(() => this.#marking.delete(key));
    this.#marking.set(key, marked);
  }

  /** Leaves an accepted update to the sweep: it was stored, but its turn did not come here. */
  async putBack({ botId, updateId }: { botId: number; updateId: number }): Promise<void> {
    this.#accepted.delete(keyOf({ botId, updateId }));
    await this.#toolbox.ledger.close({ botId, updateId, state: "open", error: null, actions: null });
  }

  /** Whether this process works on the update, or is about to. */
  holds(update: { botId: number; updateId: number }): boolean {
    const key = keyOf(update);
    return this.#inHand.has(key) || this.#accepted.has(key);
  }

  /** Monotonic time of the last write of new updates that failed: it may stand in the database all the same. */
  get lastFailureAt(): number {
    return this.#toolbox.ledger.lastFailureAt;
  }

  /** Looks again at an update that was stored before; takes it over where its holder has died. */
  async look(update: UpdateKey): Promise<Accepted> {
    const key = keyOf(update);
    if (this.#inHand.has(key)) return { standing: "held" };
    const { services, processId } = this.#options;
    let found = await takeOverUpdate(services.data, processId, update);
    const marking = this.#marking.get(key);
    if (found.standing === "closed" && marking) {
      await marking;
      found = await takeOverUpdate(services.data, processId, update);
    }
    // Asked twice at once, the first to be told has taken it in hand.
    if (this.#inHand.has(key)) return { standing: "held" };
    if (found.standing === "taken") return { standing: "mine", attempts: found.attempts };
    if (found.standing === "unanswered") return { standing: "closed", reply: answeredReply(found.actions) };
    return found;
  }

  /**
   * Waits for an update that somebody else holds, until it is closed or ours to handle, or time is up.
   *
   * @param untilMs milliseconds to wait at most.
   */
  async await(update: UpdateKey, untilMs: number): Promise<Accepted> {
    const { clock } = this.#options.services;
    const end = clock.monotonic() + untilMs;
    for (let pauseMs = 20; ; pauseMs = Math.min(500, pauseMs * 2)) {
      // Nothing is known while the database is away: the update keeps its place meanwhile.
      const accepted = await this.look(update).catch((): Accepted => ({ standing: "held" }));
      const leftMs = end - clock.monotonic();
      if (accepted.standing !== "held" || leftMs <= 0 || this.#stop.signal.aborted) return accepted;
      const pause = new Promise<void>((resolve) => setTimeout(resolve, Math.min(pauseMs, leftMs)));
      const own = this.#inHand.get(keyOf(update));
      await (own ? Promise.race([own, pause]) : pause);
    }
  }

  /** Ends with nothing in hand: waits up to `waitMs`, then releases what is left for the next process. */
  async close(waitMs: number): Promise<void> {
    const all = async () => {
      while (this.#inHand.size > 0) await Promise.allSettled(this.#inHand.values());
    };
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, waitMs);
    });
    await Promise.race([all(), patience]);
    clearTimeout(timer);
    this.#stop.abort(new Error("The process stops."));
    await all();
    await this.tally.flush();
  }

  #refuseIfFull(): void {
    if (this.#stop.signal.aborted || this.room.full) throw new Overloaded("Too many updates in hand.");
  }

  #duplicate(update: VerifiedUpdate): Promise<Accepted> {
    this.counts.duplicate++;
    return this.look(update);
  }

  #begin(update: IncomingUpdate, start: Parameters<typeof handleUpdate>[2]): Promise<Passed> {
    return new Promise((resolve, reject) => {
      const run = () => handleUpdate(this.#toolbox, update, start, resolve);
      this.#hold(update, this.#inLane(update, run)).catch(reject);
    });
  }

  async #sendReply(update: IncomingUpdate, reply: MethodCall): Promise<void> {
    const { services, bots } = this.#options;
    const { signal } = this.#stop;
    try {
      const bot = await loadBot(bots, update.botId, signal);
      if (bot) await callPatiently(services.telegram, bot.token, reply, signal);
    } catch (error) {
      services.log.warn({ err: error, bot: update.botId, update: update.updateId }, "reply not sent again");
    }
  }

  /** Runs a task when every earlier one of the update's chat is through. */
  #inLane(update: IncomingUpdate, task: () => Promise<void>): Promise<void> {
    const lane = laneOf(update);
    return lane === undefined ? task() : this.#lanes.run(lane, task);
  }

  /** The update is in hand until `end`. A duplicate that arrives meanwhile does not take its place. */
  async #hold(update: IncomingUpdate, end: Promise<void>): Promise<void> {
    const key = keyOf(update);
    if (this.#inHand.has(key)) return end;
    this.#inHand.set(key, end);
    this.room.enter(update);
    try {
      await end;
    } finally {
      this.#inHand.delete(key);
      this.room.leave(update);
    }
  }
}
