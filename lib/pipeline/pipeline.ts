import { setMaxListeners } from "node:events";
import { Arrivals } from "../arrival/arrivals";
import type { BotDirectory } from "../bots/bot-directory";
import type { Services } from "../context";
import { inTime } from "../core/in-time";
import type { IncomingUpdate, VerifiedUpdate } from "../data/incoming-update";
import { UpdateStore } from "../data/update-store";
import type { AnswerCall } from "../sending/answer-call";
import { SendSlots, sendingAtOnce } from "../sending/send-slots";
import { answeredReply } from "../sending/update-calls";
import { CounterBuffer } from "../statistics/counter-buffer";
import { Admission, Overloaded } from "./admission";
import type { Handler } from "./behave";
import { ChatQueues } from "./chat-queue";
import { Deduplication } from "./deduplication";
import { Delivery } from "./delivery";
import type { DeliveryTools } from "./delivery-rows";
import type { DeliveryAnswer, DeliveryStart } from "./delivery-state";
import { Batches, type Enqueued, type EnqueueOptions } from "./enqueue";
import { Following } from "./follow";
import { FailingChats, type Rerun } from "./quarantine";

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

/**
 * The one way of every update, whichever door it came through: it is stored once, waits in its chat's queue, is handled
 * by the bot's behaviours, and its outcome is committed. Three entries: `deliver` for a webhook that waits for its answer,
 * `enqueue` for a polled batch, `resume` for what is stored already.
 *
 * Guarantee: an accepted update is handled at least once. A call to Telegram is made twice only where a process died
 * between the call and the commit of its outcome, or where the call's answer did not come: a reply is then sent again,
 * and the update says that it may have arrived twice. A reply that travels in a webhook's answer is committed before the
 * answer leaves, and given again to a sender who did not get it because the process died or the door changed: a kill -9
 * neither loses nor doubles it.
 */
export class Pipeline {
  readonly counters: CounterBuffer;
  /** What happened since the process started. */
  readonly counts = { accepted: 0, duplicate: 0, handled: 0, failed: 0, maybeTwice: 0 };
  /** Whether more updates may come. */
  readonly admission: Admission;
  readonly #options: PipelineOptions;
  readonly #tools: DeliveryTools;
  readonly #batches: Batches;
  readonly #queues = new ChatQueues();
  /** Where updates stand that were stored before. */
  readonly deduplication: Deduplication;
  /** Keeps the places of updates that other processes hold. */
  readonly following: Following;
  readonly #arrivals: Arrivals;
  readonly #stop = new AbortController();

  constructor(options: PipelineOptions) {
    const { services, processId, bots, handler, onUnauthorized } = options;
    const { data, log, clock } = services;
    this.#options = options;
    this.counters = new CounterBuffer(services, processId);
    // Every call under way listens to it.
    setMaxListeners(0, this.#stop.signal);
    const stop = this.#stop.signal;
    const updateStore = new UpdateStore({ data, log, clock, processId, stopping: () => stop.aborted });
    this.#tools = {
      services,
      bots,
      handler,
      onUnauthorized,
      notAnswered: (update) => this.notAnswered(update),
      stop,
      updateStore,
      sendSlots: new SendSlots(sendingAtOnce),
      counters: this.counters,
      failing: new FailingChats(services),
      processId,
      counts: this.counts,
    };
    this.admission = new Admission(updateStore, stop);
    const inFlight = (update: { botId: number; arrival: number }) => this.admission.has(update);
    this.deduplication = new Deduplication({ services, processId, inFlight, stop });
    this.#arrivals = new Arrivals(services, bots);
    const { admission, deduplication } = this;
    const parts = { tools: this.#tools, queues: this.#queues, admission, deduplication };
    this.following = new Following(parts);
    const resume = (update: IncomingUpdate, attempts: number) => this.resume(update, attempts);
    this.#batches = new Batches({ ...parts, arrivals: this.#arrivals, following: this.following, resume });
  }

  /**
   * A webhook's update: stored, and handled in its chat's turn, in one commit where the behaviours made no call of
   * their own. Resolves when the update is committed, to the reply that the answer carries.
   *
   * @param budgetMs milliseconds that the answer waits for the behaviours.
   * @throws Overloaded; or the database's error, when nothing was stored.
   */
  async deliver(update: VerifiedUpdate, budgetMs: number): Promise<AnswerCall | undefined> {
    this.admission.refuseIfFull();
    const placing = this.#arrivals.place(update);
    if (placing) await placing;
    const marking = this.deduplication.marking(update);
    if (marking) await marking;
    const { clock } = this.#options.services;
    const end = clock.monotonic() + budgetMs;
    const careful = this.#options.careful?.() ?? false;
    const start = { attempts: 1, claimed: false, careful };
    let answer = await this.#begin(update, { ...start, budgetMs });
    // What is stored under its number was another update.
    while (!answer.stored && (await this.#arrivals.placeAnew(update)))
      answer = await this.#begin(update, { ...start, budgetMs: Math.max(0, end - clock.monotonic()) });
    if (answer.stored) return answer.reply;
    this.counts.duplicate++;
    let found = await this.deduplication.look(update);
    // Somebody is still at it. Telegram's next update of this chat waits for this answer, so give it time.
    if (found.status === "held")
      found = await this.deduplication.lookUntilFree(
        () => update,
        end - clock.monotonic(),
        (ms) => this.admission.endWithin(update, ms),
      );
    switch (found.status) {
      case "ours": {
        const { attempts } = found;
        const leftMs = Math.max(0, end - clock.monotonic());
        return (await this.#begin(update, { attempts, claimed: true, budgetMs: leftMs })).reply;
      }
      case "reply owed":
        return answeredReply(found.actions);
      case "held":
        // A 200 without the reply would be the end of it.
        if (found.handled) throw new Overloaded("It is not known yet whether this update's reply was given.");
        return undefined;
      case "closed":
        return undefined;
    }
  }

  /** A polled batch: stored whole, then handled in each chat's turn. */
  enqueue(updates: readonly VerifiedUpdate[], options: EnqueueOptions): Promise<Enqueued> {
    return this.#batches.take(updates, options);
  }

  /** An update that is stored and ours: polled, recovered, replayed or released. Resolves when it is handled. */
  async resume(update: IncomingUpdate, attempts: number, rerun?: Rerun): Promise<void> {
    this.admission.expectNoMore(update);
    // A delivery waits for its turn: when that comes it finds that the update is ours.
    const own = this.admission.end(update);
    if (own) return own;
    const delivery = new Delivery(this.#tools, update, { attempts, claimed: true, rerun });
    await this.admission.acquire(
      update,
      this.#queues.run(update, () => delivery.handle()),
    );
  }

  /** The sender hung up before the answer that carried a reply: whoever is asked next gives it. */
  notAnswered(update: { botId: number; arrival: number }): void {
    this.deduplication.notAnswered(update);
  }

  /** Monotonic time of the last write of new updates that failed: it may stand in the database all the same. */
  get lastFailureAt(): number {
    return this.#tools.updateStore.lastFailureAt;
  }

  /** Ends with nothing in flight: waits up to `waitMs`, then releases what is left for the next process. */
  async close(waitMs: number): Promise<void> {
    await inTime(this.admission.empty(), waitMs, () => new Error("Updates are still in flight.")).catch(
      () => {},
    );
    this.#stop.abort(new Error("The process stops."));
    await this.admission.empty();
    await this.counters.flush();
  }

  /** Begins an update for a webhook; resolves when its answer can be given. */
  #begin(update: IncomingUpdate, start: DeliveryStart): Promise<DeliveryAnswer> {
    return new Promise((resolve, reject) => {
      const onAnswer = (answer: DeliveryAnswer) => {
        // Whoever stored it is to be asked, and may have left it to us.
        if (!answer.stored) this.admission.release(update, end);
        resolve(answer);
      };
      const delivery = new Delivery(this.#tools, update, start, { onAnswer, onFailed: reject });
      const end = this.#queues.run(update, () => delivery.handle());
      this.admission.acquire(update, end).catch(reject);
    });
  }
}
