import { setMaxListeners } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { BotDirectory } from "../bots/bot-directory";
import type { Services } from "../context";
import { findOthersOpen } from "../data/open-updates";
import { UpdateStore } from "../data/update-store";
import { callUntilAnswered } from "../sending/call-telegram";
import { SendSlots, sendingAtOnce } from "../sending/send-slots";
import type { MethodCall } from "../sending/update-calls";
import { CounterBuffer } from "../statistics/counter-buffer";
import { type Accepted, Overloaded } from "./accepted";
import { Room } from "./admission";
import { type KeptPlace, Turns } from "./chat-queue";
import { Standings } from "./deduplication";
import { FailingChats } from "./failing-chats";
import { type Handler, handleUpdate, loadBot, type Passed, type Start, type Toolbox } from "./handle-update";
import { InFlight } from "./in-flight";
import { type IncomingUpdate, reviveUpdate, type VerifiedUpdate } from "./incoming";
import type { Rerun } from "./quarantine";

export type { Handler, Passed } from "./handle-update";

export interface PipelineOptions {
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

/**
 * The one way of every update, whichever door it came through: accept (stored once), handle (the bot's
 * behaviours), finish (the outcome is written).
 *
 * Guarantee: an accepted update is handled at least once, and twice only where a process died between a
 * call to Telegram and writing it down. A reply that travels in a webhook's answer is committed before
 * the answer leaves, and given again to a sender who did not get it because we died or the door changed: a
 * kill -9 neither loses nor doubles it.
 */
export class Pipeline {
  readonly counters: CounterBuffer;
  /** What happened since the process started. */
  readonly counts = { accepted: 0, duplicate: 0, handled: 0, failed: 0 };
  /** Whether there is room for more. */
  readonly room: Room;
  readonly #options: PipelineOptions;
  readonly #toolbox: Toolbox;
  readonly #turns = new Turns();
  readonly #inFlight: InFlight;
  readonly #standings: Standings;
  readonly #stop = new AbortController();

  constructor(options: PipelineOptions) {
    const { services, processId, bots, handler, onUnauthorized } = options;
    const { data, log } = services;
    this.#options = options;
    this.counters = new CounterBuffer(services, processId);
    // Every call under way listens to it.
    setMaxListeners(0, this.#stop.signal);
    const { signal } = this.#stop;
    this.#toolbox = {
      services,
      bots,
      handler,
      onUnauthorized,
      notAnswered: (update) => this.#standings.notAnswered(update),
      stop: signal,
      updateStore: new UpdateStore({
        data,
        log,
        clock: services.clock,
        processId,
        stopping: () => signal.aborted,
      }),
      sendSlots: new SendSlots(sendingAtOnce),
      counters: this.counters,
      failing: new FailingChats(),
      processId,
      counts: this.counts,
    };
    this.room = new Room(this.#toolbox.updateStore);
    this.#inFlight = new InFlight(this.room);
    this.#standings = new Standings({
      services,
      processId,
      holds: (update) => this.#inFlight.has(update),
      stop: signal,
    });
  }

  /** Updates in hand: accepted here and not finished yet. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /**
   * Stores the update, once. When it resolves, the update is committed.
   *
   * @throws Overloaded; or the database's error, when nothing was stored.
   */
  async accept(update: VerifiedUpdate): Promise<Accepted> {
    this.#refuseIfFull();
    const isNew = await this.#store(update);
    const accepted: Accepted = isNew ? { standing: "mine", attempts: 1 } : await this.#duplicate(update);
    if (accepted.standing === "mine") this.#inFlight.expect(update);
    return accepted;
  }

  /**
   * The webhook's way through: accepts, handles and finishes in its chat's turn, in one commit where the
   * behaviours made no call of their own. Resolves when the update is committed and an answer can be given.
   *
   * @throws Overloaded; or the database's error, when nothing was stored.
   */
  async pass(update: VerifiedUpdate, budgetMs: number): Promise<Passed> {
    this.#refuseIfFull();
    const marking = this.#standings.marking(update);
    if (marking) await marking;
    const { clock } = this.#options.services;
    const end = clock.monotonic() + budgetMs;
    const passed = await this.#begin(update, { budgetMs, claimFirst: this.#options.careful?.() ?? false });
    if (passed.stored !== "before") return passed;
    let accepted = await this.#duplicate(update);
    // Somebody is still at it. Telegram's next update of this chat waits for this answer, so give it time.
    if (accepted.standing === "held") accepted = await this.#untilNotHeld(update, end - clock.monotonic());
    if (accepted.standing === "mine") {
      const leftMs = Math.max(0, end - clock.monotonic());
      return this.#begin(update, { budgetMs: leftMs, attempts: accepted.attempts, claimed: true });
    }
    // A 200 without the reply would be the end of it.
    if (accepted.standing === "held" && accepted.handled)
      throw new Overloaded("It is not known yet whether this update's reply was given.");
    return { stored: "before", reply: "reply" in accepted ? accepted.reply : undefined };
  }

  /** Handles an update that was accepted through no open request: polled, swept up, or out of its turn. */
  async handleAlone(update: IncomingUpdate, attempts: number, rerun?: Rerun): Promise<void> {
    this.#inFlight.expectNoMore(update);
    // A delivery waits for its turn: when that comes it finds that the update is ours.
    const own = this.#inFlight.end(update);
    if (own) return own;
    const run = () => this.#handleOurs(update, attempts, rerun);
    await this.#inFlight.hold(update, this.#turns.run(update, run));
  }

  /**
   * Keeps the place of an update that somebody else holds: later updates of its chat wait here until it is
   * closed, and should its holder die it is handled here. What this process is told to do with it meanwhile, it does
   * in that place.
   *
   * @param delivered whether Telegram delivered it to us, so that a reply whose answer was lost is ours to give.
   */
  followHeld(update: IncomingUpdate, delivered = true): Promise<void> {
    return this.#turns.keep(update, delivered, (kept) => this.#follow(kept));
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
    await this.#inFlight.hold(
      update,
      this.#turns.run(update, () => this.#sendReply(update, reply)),
    );
  }

  /** The sender hung up before the answer that carried a reply: whoever is asked next gives it. */
  notAnswered(update: { botId: number; updateId: number }): void {
    this.#standings.notAnswered(update);
  }

  /** Takes over updates that nobody works on; `work` is through when they are in hand. */
  takeUp<T>(work: () => Promise<T>): Promise<T> {
    return this.#standings.whileTaking(work);
  }

  /** Leaves an accepted update to the sweep: it was stored, but its turn did not come here. */
  async putBack({ botId, updateId }: { botId: number; updateId: number }): Promise<void> {
    this.#inFlight.expectNoMore({ botId, updateId });
    await this.#toolbox.updateStore.close({ botId, updateId, state: "open", error: null, actions: null });
  }

  /** Whether this process works on the update, or is about to. */
  holds(update: { botId: number; updateId: number }): boolean {
    return this.#inFlight.has(update);
  }

  /** Monotonic time of the last write of new updates that failed: it may stand in the database all the same. */
  get lastFailureAt(): number {
    return this.#toolbox.updateStore.lastFailureAt;
  }

  /** Ends with nothing in hand: waits up to `waitMs`, then releases what is left for the next process. */
  async close(waitMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, waitMs);
    });
    await Promise.race([this.#inFlight.empty(), timeout]);
    clearTimeout(timer);
    this.#stop.abort(new Error("The process stops."));
    await this.#inFlight.empty();
    await this.counters.flush();
  }

  #refuseIfFull(): void {
    if (this.#stop.signal.aborted || this.room.full) throw new Overloaded("Too many updates in hand.");
  }

  /** @returns false where it was stored before. */
  async #store(update: IncomingUpdate): Promise<boolean> {
    const first = { state: "open", error: null, actions: null } as const;
    if (!(await this.#toolbox.updateStore.insert(update, first))) return false;
    this.counts.accepted++;
    this.counters.arrived(update.botId, update.updateId, update.door);
    return true;
  }

  #duplicate(update: VerifiedUpdate): Promise<Accepted> {
    this.counts.duplicate++;
    return this.#standings.look(update);
  }

  #untilNotHeld(update: VerifiedUpdate, maxMs: number): Promise<Accepted> {
    const pauseOrEnd = (ms: number) => {
      const own = this.#inFlight.end(update);
      return own ? Promise.race([own, pause(ms)]) : pause(ms);
    };
    return this.#standings.await(() => update, maxMs, pauseOrEnd);
  }

  #begin(update: IncomingUpdate, start: Start): Promise<Passed> {
    return new Promise((resolve, reject) => {
      const answer = (passed: Passed) => {
        // Whoever stored it is to be asked, and may have left it to us.
        if (passed.stored === "before") this.#inFlight.letGo(update, end);
        resolve(passed);
      };
      const run = this.#turns.mustWait(update)
        ? this.#runInTime(update, start, answer, reject)
        : () => handleUpdate(this.#toolbox, update, start, answer);
      const end = this.#turns.run(update, run);
      this.#inFlight.hold(update, end).catch(reject);
    });
  }

  /**
   * The answer's time runs while its update waits for its turn: at the end it is stored and the answer given, and it
   * is handled when its turn comes.
   *
   * @returns what runs in its turn.
   */
  #runInTime(
    update: IncomingUpdate,
    start: Start,
    answer: (passed: Passed) => void,
    fail: (error: unknown) => void,
  ): () => Promise<void> {
    const { clock } = this.#options.services;
    const { budgetMs = 0, claimed = false, attempts } = start;
    const end = clock.monotonic() + budgetMs;
    let stored: Promise<boolean> | undefined;
    const late = setTimeout(() => {
      stored = claimed ? Promise.resolve(true) : this.#store(update);
      stored.then((isNew) => answer({ stored: isNew ? "now" : "before" }), fail);
    }, budgetMs);
    return async () => {
      clearTimeout(late);
      if (!stored) {
        const leftMs = Math.max(0, end - clock.monotonic());
        return handleUpdate(this.#toolbox, update, { ...start, budgetMs: leftMs }, answer);
      }
      if (await stored.catch(() => false)) await this.#handleOurs(update, attempts);
    };
  }

  /** Handles an update whose row is stored and ours, for nobody who waits for an answer. */
  #handleOurs(update: IncomingUpdate, attempts = 1, rerun?: Rerun): Promise<void> {
    return handleUpdate(this.#toolbox, update, { attempts, claimed: true, rerun }, () => {});
  }

  async #follow(kept: KeptPlace): Promise<void> {
    const asked = () => ({ ...kept.update, delivered: kept.delivered });
    const accepted = await this.#standings.await(asked, followMs, (ms) => kept.workWithin(ms));
    const { update } = kept;
    if (accepted.standing === "mine") {
      await this.#inFlight.hold(update, this.#handleOurs(update, accepted.attempts));
    } else if (accepted.standing === "closed" && accepted.reply)
      await this.#sendReply(update, accepted.reply);
  }

  async #sendReply(update: IncomingUpdate, reply: MethodCall): Promise<void> {
    const { services, bots } = this.#options;
    const { signal } = this.#stop;
    try {
      const bot = await loadBot(bots, update.botId, signal);
      if (bot) await callUntilAnswered(services.telegram, bot.token, reply, signal);
    } catch (error) {
      services.log.warn({ err: error, bot: update.botId, update: update.updateId }, "reply not sent again");
    }
  }
}
