import type { Services } from "../context";
import { undecidedProcesses } from "../data/heartbeats";
import { chatKeyOf, keyOf, reviveUpdate } from "../data/incoming-update";
import { findHeldUpdates, findOthersOpen, type OpenUpdate, takeOrphans } from "../data/open-updates";
import type { Pipeline } from "../pipeline/pipeline";

export interface RecoveryOptions {
  services: Services;
  pipeline: Pipeline;
  processId: number;
}

const rowsAtOnce = 500;
/** For so long after a write that failed its rows are looked for; they count when they are half a minute old. */
const doubtMs = 90_000;

/** Resumes the open updates that nobody works on. */
export class Recovery {
  readonly #options: RecoveryOptions;
  /** The database took rows for us, or did not: its answer was lost with the connection. */
  #inDoubt = false;

  constructor(options: RecoveryOptions) {
    this.#options = options;
  }

  /**
   * Hands open updates that nobody works on to the pipeline: those of processes that died or stopped at once, and those
   * whose handler failed, SWEEP_AFTER_MS after their last try and longer each time. It does not wait for their end: one that
   * Telegram keeps waiting must not keep the others from being found.
   *
   * @returns how many updates were taken.
   */
  async once(): Promise<number> {
    const { services, pipeline } = this.#options;
    const { log } = services;
    let taken = await pipeline.deduplication.whileTaking(async () => this.#handle(await this.#findLost()));
    while (!pipeline.admission.overloaded) {
      const rows = await pipeline.deduplication.whileTaking(() => this.#takeSome());
      taken += rows;
      if (rows < rowsAtOnce) break;
    }
    if (taken > 0) log.info({ updates: taken }, "recovery: open updates resumed");
    return taken;
  }

  async #takeSome(): Promise<number> {
    const { services, processId } = this.#options;
    const { data, config } = services;
    this.#inDoubt = true;
    const rows = await takeOrphans(data, {
      heldBy: processId,
      retryAfterMs: config.SWEEP_AFTER_MS,
      limit: rowsAtOnce,
    });
    const taken = await this.#handle(rows);
    this.#inDoubt = false;
    return taken;
  }

  /**
   * What a starting process does before it takes new updates: it waits until every process that went
   * silent is known to be alive or dead, and resumes what the dead left open, so that a chat's newer
   * updates do not overtake older ones.
   */
  async recover(maxMs = 8_000): Promise<void> {
    const { clock, data } = this.#options.services;
    const end = clock.monotonic() + maxMs;
    await this.once();
    while (clock.monotonic() < end && (await undecidedProcesses(data)) > 0) {
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    await this.once();
  }

  /**
   * Rows that became ours by a commit whose answer was lost: they name us as their holder, so nobody else looks
   * at them.
   */
  async #findLost(): Promise<OpenUpdate[]> {
    const { services, pipeline, processId } = this.#options;
    const calm = services.clock.monotonic() - pipeline.lastFailureAt > doubtMs;
    if (calm && !this.#inDoubt) return [];
    const notInFlight = async () =>
      (await findHeldUpdates(services.data, processId)).filter((row) => !pipeline.admission.has(row));
    // What was handled while the database answered is neither open nor in flight any more, and was open in the answer:
    // lost is what is found so once more, for an outcome is written before its update ceases to be in flight.
    const suspects = new Set((await notInFlight()).map(keyOf));
    return suspects.size === 0 ? [] : (await notInFlight()).filter((row) => suspects.has(keyOf(row)));
  }

  /** Two processes that recover at once share a chat's updates: what the other has took its turn before ours. */
  async #handle(mine: readonly OpenUpdate[]): Promise<number> {
    if (mine.length === 0) return 0;
    const { services, pipeline, processId } = this.#options;
    const bots = [...new Set(mine.map(({ botId }) => botId))];
    const newest = new Map(mine.map((row) => [chatKeyOf(row), row.arrival]));
    const others = (await findOthersOpen(services.data, processId, bots)).filter(
      (row) => row.arrival < (newest.get(chatKeyOf(row)) ?? 0),
    );
    const ours = new Set(mine);
    const inOrder = [...mine, ...others].sort((a, b) => a.botId - b.botId || a.arrival - b.arrival);
    for (const row of inOrder) {
      const update = reviveUpdate(row);
      if (ours.has(row)) void pipeline.resume(update, row.attempts);
      else void pipeline.following.follow(update, false);
    }
    return mine.length;
  }
}
