import type { Ledger } from "../data/update-store";
import { Overloaded } from "./accepted";

/** Most updates in hand, and most bytes of them. */
const mostInHand = 20_000;
const mostBytes = 64 * 1024 * 1024;
/**
 * New webhooks are refused while so many updates wait for the next batches, or fewer that are behind time: what comes
 * on top would wait longer still, and Telegram keeps it for us. A few that wait long are no reason, as when the
 * database is held up for a second: they will go together.
 */
const mostWaiting = 2_000;
const lateMs = 400;
const mostLate = 256;
/** For so long after a refusal a process says of itself that it refuses. Milliseconds. */
const refusingMs = 10_000;

/** Says whether there is room for more updates, so that a flood ends in refusals and not in memory. */
export class Room {
  /** Webhooks refused since the process started. */
  refused = 0;
  readonly #ledger: Ledger;
  #updates = 0;
  #bytes = 0;
  #refusedAt = Number.NEGATIVE_INFINITY;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
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
    return this.#updates + this.#ledger.waiting >= mostInHand || this.#bytes >= mostBytes;
  }

  /** Whether what is not here yet had better wait outside: updates come faster than they can be stored. */
  get scarce(): boolean {
    const { waiting } = this.#ledger;
    if (waiting >= mostWaiting || this.full) return true;
    return waiting >= mostLate && this.#ledger.oldestMs >= lateMs;
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
