import type { Services } from "../context";
import { undecidedProcesses } from "../data/heartbeats";
import { findHeldUpdates, findOthersOpen, type OpenUpdate, takeOrphans } from "../data/open-updates";
import { chatKeyOf, keyOf, reviveUpdate } from "./incoming";
import type { Pipeline } from "./pipeline";

export interface SweepOptions {
  services: Services;
  pipeline: Pipeline;
  processId: number;
}

const rowsAtOnce = 500;
/** For so long after a write that failed its rows are looked for; they count when they are half a minute old. */
const doubtMs = 90_000;

/** Takes up the open updates that nobody works on. */
export class Sweep {
  readonly #options: SweepOptions;
  /** The database took rows for us, or did not: its answer was lost with the connection. */
  #inDoubt = false;

  constructor(options: SweepOptions) {
    this.#options = options;
  }

  /**
   * Hands open updates that nobody works on to the hallway: those of processes that died or
   * stopped at once, those whose handler failed after SWEEP_AFTER_MS and longer each time. Does not wait for them: one that Telegram keeps
   * waiting must not keep the others from being found.
   *
   * @returns how many updates were taken.
   */
  async once(): Promise<number> {
    const { services, pipeline } = this.#options;
    const { log } = services;
    let taken = await pipeline.takeUp(async () => this.#handle(await this.#findLost()));
    while (!pipeline.room.scarce) {
      const rows = await pipeline.takeUp(() => this.#takeSome());
      taken += rows;
      if (rows < rowsAtOnce) break;
    }
    if (taken > 0) log.info({ updates: taken }, "sweep: open updates taken up");
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
   * silent is known to be alive or dead, and takes up what the dead left open, so that a chat's newer
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
    const notInHand = async () =>
      (await findHeldUpdates(services.data, processId)).filter((row) => !pipeline.holds(row));
    // What was handled while the database answered is neither open nor in hand any more, and was open in the answer:
    // lost is what is found so once more, for an outcome is written before its update leaves the hand.
    const suspects = new Set((await notInHand()).map(keyOf));
    return suspects.size === 0 ? [] : (await notInHand()).filter((row) => suspects.has(keyOf(row)));
  }

  /** Two processes that sweep at once share a chat's updates: what the other has took its turn before ours. */
  async #handle(mine: readonly OpenUpdate[]): Promise<number> {
    if (mine.length === 0) return 0;
    const { services, pipeline, processId } = this.#options;
    const bots = [...new Set(mine.map(({ botId }) => botId))];
    const newest = new Map(mine.map((row) => [chatKeyOf(row), row.updateId]));
    const others = (await findOthersOpen(services.data, processId, bots)).filter(
      (row) => row.updateId < (newest.get(chatKeyOf(row)) ?? 0),
    );
    const ours = new Set(mine);
    const inOrder = [...mine, ...others].sort((a, b) => a.botId - b.botId || a.updateId - b.updateId);
    for (const row of inOrder) {
      const update = reviveUpdate(row);
      if (ours.has(row)) void pipeline.handleAlone(update, row.attempts);
      else void pipeline.followHeld(update, false);
    }
    return mine.length;
  }
}
