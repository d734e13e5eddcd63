import type { Services } from "../context";
import { reviveUpdate } from "../data/incoming-update";
import { endReleases } from "../data/quarantine";
import { findRerunBots, settleReruns, takeReruns } from "../data/reruns";
import type { Pipeline } from "../pipeline/pipeline";

export interface RerunsOptions {
  services: Services;
  pipeline: Pipeline;
  process: { id: number; kind: "web" | "sidecar" };
}

/** Updates of one bot that are handled out of their turn at once. */
const rowsAtOnce = 50;

/**
 * Handles updates out of their turn: replays, and what waits with a chat that is released. They go through
 * the pipeline like all others, in their chat's queue, in the process that has the bot's other updates.
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

  /** Resolves when nothing is under way any more; the pipeline's end cuts short what takes too long. */
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
    while (more && !this.#closed && !pipeline.admission.overloaded) {
      await settleReruns(data, botId);
      const rows = await takeReruns(data, {
        botId,
        heldBy: process.id,
        retryAfterMs: config.SWEEP_AFTER_MS,
        limit: rowsAtOnce,
      });
      await Promise.all(
        rows.map((row) =>
          pipeline.resume(reviveUpdate(row), row.attempts, row.replayed ? "replay" : "release"),
        ),
      );
      await settleReruns(data, botId);
      const asked = await endReleases(data, botId);
      more = asked || rows.length === rowsAtOnce;
    }
  }
}
