import { setTimeout as pause } from "node:timers/promises";
import type { LoadedBot } from "../bots/bot-directory";
import type { Services } from "../context";
import { jsonText } from "../core/deep-json";
import { markVerified, type VerifiedUpdate } from "../data/incoming-update";
import type { Pipeline } from "../pipeline/pipeline";
import type { Update } from "../telegram/client";
import { classifyFailure, type FailureClass, isRefusal } from "../telegram/failure";
import { envelopeOf } from "./envelope";
import type { FirstContacts } from "./first-contacts";
import { pollPauseMs } from "./poll-pause";

/** Seconds that Telegram holds a poll: its longest. */
const pollSeconds = 50;
/** Updates of one bot in flight above which its next poll waits. */
const maxOfOneBot = 400;
/**
 * After another poller's sign, so many undisturbed milliseconds prove that it has gone. One that shares the token
 * comes back sooner; updates that a poll happens to get in between prove nothing.
 */
const calmMs = 8_000;

/**
 * For so many leases' lengths after the start another sidecar may still take updates from Telegram, because it has
 * not noticed that its lease has passed to us.
 */
const overlapLeases = 2;

/** So often it is looked whether a lease that may have run out was renewed. Milliseconds. */
const leasePauseMs = 50;

/** Refusals of a bot's first poll that hold up other bots' first polls too; more are its own trouble. */
const maxSharedRefusals = 3;

export interface PollLoopOptions {
  services: Services;
  /** Says when the first poll may go. */
  contacts: FirstContacts;
  pipeline: Pipeline;
  bot: LoadedBot;
  /** The lease's fence, kept with what the loop reports. */
  fence: number;
  /** Monotonic time until which the lease surely is this process's. */
  leasedUntil: () => number;
  /** There is something new to report; `urgent` where somebody may wait for it. */
  onChanged: (urgent: boolean) => void;
  /** Telegram no longer knows the token: the loop has ended. */
  onUnauthorized: (bot: { id: number; token: string }) => void;
}

/** Whether the bot's row says that it is to be polled. */
export const isPolled = (bot: LoadedBot): boolean => bot.activeDoor === "polling" && bot.status === "active";

/** The long poll of one bot, from start to stop. */
export class PollLoop {
  /** Confirms all below it at the next poll; 0 while nothing is unconfirmed. */
  offset = 0;
  error: string | null = null;
  failure: FailureClass | null = null;
  /** Whether there is something to report that was not reported yet. */
  changed = false;
  readonly fence: number;
  readonly botId: number;
  /** Monotonic time at which another poller last ended ours. */
  #conflictAt = 0;
  /** Monotonic time of the last answered poll. */
  #lastPollAt: number | undefined;
  readonly #startedAt: number;
  readonly #options: PollLoopOptions;
  /** Aborted: the loop is to stop. One a loop, not one a poll, that a stall alone replaces. */
  #stop = new AbortController();
  /** Monotonic time at which the poll under way was sent. */
  #sentAt: number | undefined;
  readonly #inFlight = new Set<Promise<void>>();
  /** The offset of the last poll that was sent: sending it has confirmed all below it. */
  #confirmed = 0;
  #ended: Promise<void> | undefined;

  constructor(options: PollLoopOptions) {
    this.#options = options;
    this.fence = options.fence;
    this.botId = options.bot.id;
    this.#startedAt = options.services.clock.monotonic();
  }

  start(): void {
    this.#ended = this.#run();
  }

  /** How many milliseconds ago Telegram answered a poll, with updates or none; null before the first. */
  get lastPollAgoMs(): number | null {
    return this.#lastPollAt === undefined
      ? null
      : this.#options.services.clock.monotonic() - this.#lastPollAt;
  }

  /**
   * Ends the poll, lets what is in flight be finished, and confirms to Telegram what was recorded.
   *
   * @param waitMs milliseconds for what is in flight; the rest goes on by itself.
   */
  async stop(waitMs = 10_000): Promise<void> {
    this.#stop.abort();
    await this.#ended;
    const timeout = new AbortController();
    await Promise.race([
      Promise.allSettled(this.#inFlight),
      pause(waitMs, undefined, { signal: timeout.signal }).catch(() => {}),
    ]);
    timeout.abort();
    if (this.offset > this.#confirmed) await this.#confirm();
  }

  /**
   * Gives up a poll that Telegram has not answered for too long, so that a new one takes its place. Nothing
   * but an answer to a poll counts as progress.
   */
  breakStall(stallMs: number): void {
    const { clock, log } = this.#options.services;
    if (this.#stop.signal.aborted) return;
    if (this.#sentAt === undefined || clock.monotonic() - this.#sentAt < stallMs) return;
    log.warn({ bot: this.botId, stallMs }, "poll stalled, begun anew");
    const stalled = this.#stop;
    this.#stop = new AbortController();
    stalled.abort();
  }

  /** Whether the loop may go on as it is now that the bot's row has changed to this. */
  suits(bot: LoadedBot): boolean {
    const { bot: mine } = this.#options;
    return (
      isPolled(bot) && bot.token === mine.token && bot.allowedUpdates.join() === mine.allowedUpdates.join()
    );
  }

  async #run(): Promise<void> {
    const { services } = this.#options;
    let failures = 0;
    let contacted = false;
    while (!this.#stop.signal.aborted) {
      try {
        if (!contacted) await this.#options.contacts.turn(this.#stop.signal);
        await this.#makeRoom();
        await this.#untilLeased();
        // After a failure an answer at once: what is told of the bot is true again as soon as Telegram answers.
        const held = this.failure === null || this.failure === "other-poller";
        const updates = await this.#poll(held ? pollSeconds : 0);
        await this.#take(updates);
        failures = 0;
        contacted = true;
        const conflict = this.failure === "other-poller";
        if (!conflict || services.clock.monotonic() - this.#conflictAt > calmMs) this.#note(null, null);
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        const failure = classifyFailure(error);
        failures++;
        if (failure === "other-poller") this.#conflictAt = services.clock.monotonic();
        this.#note(
          failure ?? "refused",
          isRefusal(error) ? error.description : error instanceof Error ? error.message : String(error),
        );
        if (failure === "unauthorized") {
          this.#options.onUnauthorized(this.#options.bot);
          return;
        }
        const retryAfterS = isRefusal(error) ? error.retryAfterS : undefined;
        if (!contacted && failure === "rate-limited" && failures <= maxSharedRefusals) {
          this.#options.contacts.refused(retryAfterS ?? 1);
          continue;
        }
        contacted ||= isRefusal(error);
        const pauseMs = pollPauseMs(failure, failures, retryAfterS);
        this.#options.services.log.warn({ err: error, bot: this.botId, failure, pauseMs }, "poll failed");
        await pause(pauseMs, undefined, { signal: this.#stop.signal }).catch(() => {});
      }
    }
  }

  /** Whether another sidecar may poll the bot beside this one: it had it before, or it has it by now. */
  get #mayOverlap(): boolean {
    const { services, leasedUntil } = this.#options;
    const now = services.clock.monotonic();
    const young = now - this.#startedAt < overlapLeases * services.config.LEASE_TTL_MS;
    return young || this.#stop.signal.aborted || now >= leasedUntil();
  }

  /**
   * A process that was paused for longer than its lease polls nothing until it knows that the lease is still its own:
   * who has the bot by now may work on updates that come before what Telegram would give us.
   */
  async #untilLeased(): Promise<void> {
    const { services, leasedUntil } = this.#options;
    while (services.clock.monotonic() >= leasedUntil())
      await pause(leasePauseMs, undefined, { signal: this.#stop.signal });
  }

  async #poll(seconds: number): Promise<Update[]> {
    const { services, bot } = this.#options;
    this.#confirmed = this.offset;
    this.#sentAt = services.clock.monotonic();
    const calm =
      this.failure === "other-poller" ? setTimeout(() => this.#note(null, null), calmMs) : undefined;
    try {
      return await services.telegram.getUpdates(
        bot.token,
        { offset: this.offset, timeout: seconds, limit: 100, allowed_updates: bot.allowedUpdates },
        this.#stop.signal,
      );
    } finally {
      clearTimeout(calm);
      this.#sentAt = undefined;
    }
  }

  /** Records a batch, whole, before the offset moves; then hands it on in Telegram's order. */
  async #take(updates: readonly Update[]): Promise<void> {
    const first = this.#lastPollAt === undefined;
    this.#lastPollAt = this.#options.services.clock.monotonic();
    this.#change(first);
    const last = updates.at(-1);
    if (!last) {
      // All is confirmed. Telegram may start its ids anew, lower, after an idle week; an old offset
      // would confirm those unseen, and 0 confirms nothing.
      this.offset = 0;
      return;
    }
    const { pipeline } = this.#options;
    // What it took it has stored before its next poll confirmed it, and so before Telegram gave us what follows.
    if (this.#mayOverlap) await pipeline.following.followOthers([this.botId]);
    const incoming = updates.map((update) => this.#incoming(update)).filter((update) => update !== undefined);
    const { complete, work } = await pipeline.enqueue(incoming, {
      stop: this.#stop.signal,
      onTrouble: (error, pauseMs) => this.#notStored(error, pauseMs),
    });
    for (const end of work) this.#track(end);
    if (complete) this.offset = last.update_id + 1;
  }

  #notStored(error: unknown, pauseMs: number): void {
    this.#note("refused", "The updates could not be stored yet.");
    this.#options.services.log.warn({ err: error, bot: this.botId, pauseMs }, "polled updates not stored");
  }

  #incoming(raw: Update): VerifiedUpdate | undefined {
    const envelope = envelopeOf(raw);
    if (!envelope) return undefined;
    const { update, updateId, kind, chatId } = envelope;
    const payload = jsonText(raw);
    return markVerified({
      ...{ botId: this.botId, updateId, arrival: updateId, kind, chatId, door: "polling" },
      ...{ payload, update },
    });
  }

  #track(work: Promise<void>): void {
    this.#inFlight.add(work);
    void work.finally(() => this.#inFlight.delete(work));
  }

  /** Waits while too much is in flight: what is not fetched stays safe at Telegram. */
  async #makeRoom(): Promise<void> {
    while (this.#inFlight.size > maxOfOneBot) await Promise.race(this.#inFlight);
    while (this.#options.pipeline.admission.overloaded)
      await pause(200, undefined, { signal: this.#stop.signal });
  }

  async #confirm(): Promise<void> {
    const { services, bot } = this.#options;
    try {
      await services.telegram.getUpdates(
        bot.token,
        { offset: this.offset, timeout: 0, limit: 1, allowed_updates: bot.allowedUpdates },
        AbortSignal.timeout(5_000),
      );
      this.offset = 0;
    } catch (error) {
      // Unconfirmed updates come again and are known by their id.
      services.log.warn({ err: error, bot: this.botId }, "offset not confirmed");
    }
  }

  #change(urgent: boolean): void {
    this.changed = true;
    this.#options.onChanged(urgent);
  }

  #note(failure: FailureClass | null, error: string | null): void {
    if (this.error !== error || this.failure !== failure) this.#change(true);
    this.error = error;
    this.failure = failure;
  }
}
