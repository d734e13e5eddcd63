import type { UpdateStore } from "../data/update-store";
import { Overloaded } from "./accepted";

/** Most updates in hand, and most bytes of them. */
const maxInHand = 20_000;
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

/** Says whether there is room for more updates, so that a flood ends in refusals and not in memory. */
export class Room {
  /** Webhooks refused since the process started. */
  refused = 0;
  readonly #updateStore: UpdateStore;
  #updates = 0;
  #bytes = 0;
  #refusedAt = Number.NEGATIVE_INFINITY;

  constructor(updateStore: UpdateStore) {
    this.#updateStore = updateStore;
  }

  enter({ payload }: { payload: string }): void {
    this.#updates++;
    this.#bytes += payload.length;
  }

  leave({ payload }: { payload: string }): void {
    this.#updates--;
    this.#bytes -= payload.length;
  }

  /** Whether nothing more is taken in, wherever it comes from. */
  get full(): boolean {
    return this.#updates + this.#updateStore.waiting >= maxInHand || this.#bytes >= maxBytes;
  }

  /** Whether what is not here yet had better wait outside: updates come faster than they can be stored. */
  get scarce(): boolean {
    const { waiting } = this.#updateStore;
    if (waiting >= maxWaiting || this.full) return true;
    return waiting >= maxLate && this.#updateStore.oldestMs >= lateMs;
  }

  /**
   * Asked before a webhook is read or looked at, so that a refusal costs next to nothing.
   *
   * @throws Overloaded where so many wait that this one could not be stored soon.
   */
  admit(): void {
    if (!this.scarce) return;
    this.refused++;
    this.#refusedAt = performance.now();
    throw new Overloaded("Too many updates wait.");
  }

  /** Whether a webhook was refused a moment ago. */
  get refusing(): boolean {
    return performance.now() - this.#refusedAt < refusingMs;
  }
}
