import { setTimeout as pause } from "node:timers/promises";
import { type IncomingUpdate, keyOf } from "../data/incoming-update";
import type { UpdateStore } from "../data/update-store";

type Key = Pick<IncomingUpdate, "botId" | "arrival">;

/** Too much is in flight already, or what the answer should be is not known yet: the sender shall come again later. */
export class Overloaded extends Error {
  override readonly name = "Overloaded";
}

/** Most updates in flight, and most bytes of them. */
const maxInFlight = 20_000;
const maxBytes = 64 * 1024 * 1024;
/**
 * New webhooks are refused while so many updates wait for the next batches, or fewer that are behind time: what comes
 * on top would wait longer still, and Telegram keeps it for us. A few that wait long are no reason, as when the
 * database is held up for a second: they will go together.
 */
const maxWaiting = 2_000;
const lateMs = 400;
const maxLate = 256;
/** For so long after a refusal a process says of itself that it refuses. Milliseconds. */
const refusingMs = 10_000;

/** Knows which updates this process works on, and says whether more may come, so that a flood ends in refusals and not in memory. */
export class Admission {
  /** Webhooks refused since the process started. */
  refused = 0;
  readonly #updateStore: Pick<UpdateStore, "waiting" | "oldestMs">;
  /** For each update that is worked on, the promise of its end. */
  readonly #ends = new Map<string, Promise<void>>();
  readonly #stop: AbortSignal;
  readonly #expected = new Set<string>();
  #updates = 0;
  #bytes = 0;
  #refusedAt = Number.NEGATIVE_INFINITY;

  /** @param stop aborted when the process stops: nothing more is taken in. */
  constructor(updateStore: Pick<UpdateStore, "waiting" | "oldestMs">, stop: AbortSignal) {
    this.#updateStore = updateStore;
    this.#stop = stop;
  }

  /** How many updates are worked on. */
  get inFlight(): number {
    return this.#ends.size;
  }

  /** Whether nothing more is taken in, wherever it comes from. */
  get full(): boolean {
    return this.#updates + this.#updateStore.waiting >= maxInFlight || this.#bytes >= maxBytes;
  }

  /** Whether what is not here yet had better wait outside: updates come faster than they can be stored. */
  get overloaded(): boolean {
    const { waiting } = this.#updateStore;
    if (waiting >= maxWaiting || this.full) return true;
    return waiting >= maxLate && this.#updateStore.oldestMs >= lateMs;
  }

  /** Whether a webhook was refused a moment ago. */
  get refusing(): boolean {
    return performance.now() - this.#refusedAt < refusingMs;
  }

  /**
   * Asked before a webhook is read or looked at, so that a refusal costs next to nothing.
   *
   * @throws Overloaded where so many wait that this one could not be stored soon.
   */
  admit(): void {
    if (!this.overloaded) return;
    this.refused++;
    this.#refusedAt = performance.now();
    throw new Overloaded("Too many updates wait.");
  }

  /** @throws Overloaded where nothing more is taken in. */
  refuseIfFull(): void {
    if (this.#stop.aborted || this.full) throw new Overloaded("Too many updates in flight.");
  }

  /** Whether the update is worked on here, or expected to be. */
  has(update: Key): boolean {
    const key = keyOf(update);
    return this.#ends.has(key) || this.#expected.has(key);
  }

  /** The update is stored and ours; it waits for its door to hand it on. */
  expect(update: Key): void {
    this.#expected.add(keyOf(update));
  }

  expectNoMore(update: Key): void {
    this.#expected.delete(keyOf(update));
  }

  /** The end of the work on this update; undefined where there is none. */
  end(update: Key): Promise<void> | undefined {
    return this.#ends.get(keyOf(update));
  }

  /** Resolves after so many milliseconds, or earlier with the end of the work on this update. */
  async endWithin(update: Key, ms: number): Promise<void> {
    const end = this.end(update);
    await (end ? Promise.race([end, pause(ms)]) : pause(ms));
  }

  /** The update is in flight until `end`. A duplicate that arrives meanwhile does not take its place. */
  async acquire(update: IncomingUpdate, end: Promise<void>): Promise<void> {
    const key = keyOf(update);
    if (this.#ends.has(key)) return end;
    this.#ends.set(key, end);
    this.#updates++;
    this.#bytes += update.payload.length;
    try {
      await end;
    } finally {
      this.release(update, end);
      this.#updates--;
      this.#bytes -= update.payload.length;
    }
  }

  /** The update is not in flight any more though its work has not ended. */
  release(update: Key, end: Promise<void>): void {
    const key = keyOf(update);
    if (this.#ends.get(key) === end) this.#ends.delete(key);
  }

  /** Resolves when nothing is worked on. */
  async empty(): Promise<void> {
    while (this.#ends.size > 0) await Promise.allSettled(this.#ends.values());
  }
}
