import type { Services } from "../context";
import { endReleases } from "../data/quarantine";
import { findRerunBots, settleReruns, takeReruns } from "../data/reruns";
import { reviveUpdate } from "./incoming";
import type { Pipeline } from "./pipeline";

export interface RerunsOptions {
  services: Services;
  pipeline: Pipeline;
  process: { id: number; kind: "web" | "sidecar" };
}

/** Updates of one bot that are handled out of their turn at once. */
const rowsAtOnce = 50;

/**
 * Handles updates out of their turn: replays, and what was set aside with a chat that is released. They go through
 * the hallway like all others, in their chat's lane, in the process that has the bot's other updates.
 */
export class Reruns {
  readonly #options: RerunsOptions;
  /** Bots whose reruns are being handled here. */
  readonly #busy = new Map<number, Promise<void>>();
  /** Those of them for which more was asked meanwhile. */
  readonly #again = new Set<number>();
  #closed = false;

  constructor(options: RerunsOptions) {
    this.#options = options;
  }

  /** Begins what is there for this process; resolves before it is done. */
  async run(): Promise<void> {
    const { services, process } = this.#options;
    for (const botId of await findRerunBots(services.data, process)) this.#begin(botId);
  }

  /** Resolves when nothing is under way any more; the hallway's end cuts short what takes too long. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#busy.values());
  }

  #begin(botId: number): void {
    if (this.#closed) return;
    if (this.#busy.has(botId)) {
      this.#again.add(botId);
      return;
    }
    const { log } = this.#options.services;
    const work = this.#ofBot(botId)
      .catch((error: unknown) => log.warn({ err: error, bot: botId }, "reruns: tried again later"))
      .finally(() => {
        this.#busy.delete(botId);
        if (this.#again.delete(botId)) this.#begin(botId);
      });
    this.#busy.set(botId, work);
  }

  async #ofBot(botId: number): Promise<void> {
    const { services, pipeline, process } = this.#options;
    const { data, config } = services;
    let more = true;
    while (more && !this.#closed && !pipeline.room.scarce) {
      await settleReruns(data, botId);
      const rows = await takeReruns(data, {
        botId,
        heldBy: process.id,
        retryAfterMs: config.SWEEP_AFTER_MS,
        limit: rowsAtOnce,
      });
      await Promise.all(
        rows.map((row) =>
          pipeline.handleAlone(reviveUpdate(row), row.attempts, row.replayed ? "replay" : "release"),
        ),
      );
      await settleReruns(data, botId);
      const asked = await endReleases(data, botId);
      more = asked || rows.length === rowsAtOnce;
    }
  }
}
