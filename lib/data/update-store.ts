import type { Clock } from "../core/clock";
import { GroupCommit } from "../core/group-commit";
import type { Logger } from "../core/log";
import type { Database } from "./database";
import { type FirstOutcome, insertUpdates, type NewUpdate, type Outcome, writeOutcomes } from "./updates";

export interface UpdateStoreOptions {
  data: Database;
  log: Logger;
  clock: Clock;
  processId: number;
  /** True once the process gives up waiting for its database. */
  stopping: () => boolean;
}

/** A duplicate seldom comes alone: for so many milliseconds more of them are expected. */
const duplicatesMs = 5_000;

/** Writes updates and outcomes of concurrent callers together. */
export class UpdateStore {
  readonly #options: UpdateStoreOptions;
  readonly #inserts: GroupCommit<NewUpdate & FirstOutcome, boolean>;
  readonly #outcomes: GroupCommit<Outcome, undefined>;
  /** Monotonic time at which storing new updates failed last. */
  lastFailureAt = Number.NEGATIVE_INFINITY;
  #lastDuplicateAt = Number.NEGATIVE_INFINITY;

  constructor(options: UpdateStoreOptions) {
    this.#options = options;
    this.#inserts = new GroupCommit({
      most: 256,
      slots: 2,
      crowd: 16,
      commit: (batch) => this.#insert(batch),
    });
    this.#outcomes = new GroupCommit({
      most: 512,
      slots: 2,
      commit: async (batch) => {
        await this.#writeUntilWritten(batch);
        return batch.map(() => undefined);
      },
    });
  }

  /** Updates that wait to be inserted. */
  get waiting(): number {
    return this.#inserts.waiting;
  }

  /** Milliseconds that the oldest update which is not committed yet has waited for it. */
  get oldestMs(): number {
    return this.#inserts.oldestMs;
  }

  /** Resolves when the row is committed: true, or false where the update was stored before. */
  insert(update: NewUpdate, first: FirstOutcome): Promise<boolean> {
    const { botId, updateId, arrival, kind, chatId, door, payload } = update;
    return this.#inserts.add({ botId, updateId, arrival, kind, chatId, door, payload, ...first });
  }

  /** Resolves when the outcome of a row that is open is committed. */
  async close(outcome: Outcome): Promise<void> {
    await this.#outcomes.add(outcome);
  }

  async #insert(batch: (NewUpdate & FirstOutcome)[]): Promise<boolean[]> {
    const { data, processId, clock } = this.#options;
    const expectsDuplicates = clock.monotonic() - this.#lastDuplicateAt < duplicatesMs;
    try {
      const added = await insertUpdates(data, processId, batch, expectsDuplicates);
      if (added.includes(false)) this.#lastDuplicateAt = clock.monotonic();
      return added;
    } catch (error) {
      this.lastFailureAt = clock.monotonic();
      throw error;
    }
  }

  /** An outcome that cannot be written now is written later: its update stays in hand until then. */
  async #writeUntilWritten(batch: Outcome[]): Promise<void> {
    const { data, log, processId, stopping } = this.#options;
    for (let pauseMs = 100; ; pauseMs = Math.min(5_000, pauseMs * 2)) {
      try {
        return await writeOutcomes(data, processId, batch);
      } catch (error) {
        log.warn({ err: error, outcomes: batch.length }, "outcomes: not written, trying again");
        // A process that stops cannot wait for its database for ever; the rows stay open and are swept.
        if (stopping() && pauseMs > 2_000) return;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }
}
