import type { Services } from "../context";
import { retryUntilStopped } from "../core/retry-until-stopped";
import { type DeliveryStatus, markUnanswered, takeOverUpdate, type UpdateKey } from "../data/delivery-status";
import { keyOf } from "../data/incoming-update";

export interface DeduplicationOptions {
  services: Services;
  processId: number;
  /** Whether this process works on the update, or is about to. */
  inFlight: (update: UpdateKey) => boolean;
  stop: AbortSignal;
}

/** Says where updates stand that were stored before: who works on them, and whether their replies were given. */
export class Deduplication {
  readonly #options: DeduplicationOptions;
  /** Answers that were not given, while that is being written down. */
  readonly #marking = new Map<string, Promise<void>>();
  /** The end of the taking over that is under way. */
  #taking: Promise<unknown> | undefined;

  constructor(options: DeduplicationOptions) {
    this.#options = options;
  }

  /**
   * The sender hung up before the answer that carried a reply: it will ask again, here or elsewhere, and
   * whoever is asked gives the reply then.
   */
  notAnswered(update: { botId: number; arrival: number }): void {
    const { services, processId, stop } = this.#options;
    const key = keyOf(update);
    const mark = () => markUnanswered(services.data, processId, update);
    const marked = retryUntilStopped(mark, stop)
      .catch((error: unknown) => services.log.warn({ err: error }, "answer not marked as missing"))
      .finally(() => this.#marking.delete(key));
    this.#marking.set(key, marked);
  }

  /** The end of what `notAnswered` is writing down of the update; undefined where there is nothing. */
  marking(update: { botId: number; arrival: number }): Promise<void> | undefined {
    return this.#marking.size > 0 ? this.#marking.get(keyOf(update)) : undefined;
  }

  /** Runs `work`, which takes updates over. Whoever looks at an update meanwhile waits until those are in flight. */
  async whileTaking<T>(work: () => Promise<T>): Promise<T> {
    await this.#taking;
    const taking = work();
    this.#taking = taking.catch(() => {});
    return taking.finally(() => {
      this.#taking = undefined;
    });
  }

  /** Looks at an update that was stored before; takes it over where its holder has died. */
  async look(update: UpdateKey): Promise<DeliveryStatus> {
    const { services, processId, inFlight } = this.#options;
    if (inFlight(update)) return { status: "held" };
    let found = await takeOverUpdate(services.data, processId, update);
    const marking = this.marking(update);
    if (found.status === "closed" && marking) {
      await marking;
      found = await takeOverUpdate(services.data, processId, update);
    }
    if (this.#taking) await this.#taking;
    // Asked twice at once, the first to be told has taken it in flight.
    return inFlight(update) ? { status: "held" } : found;
  }

  /**
   * Looks until an update that somebody else holds is closed or ours to handle, or time is up.
   *
   * @param update asked for anew with every look.
   * @param untilMs milliseconds to wait at most.
   * @param pause waits so many milliseconds, or less where it learns that something has changed.
   */
  async lookUntilFree(
    update: () => UpdateKey,
    untilMs: number,
    pause: (ms: number) => Promise<unknown>,
  ): Promise<DeliveryStatus> {
    const { services, stop } = this.#options;
    const end = services.clock.monotonic() + untilMs;
    for (let pauseMs = 20; ; pauseMs = Math.min(500, pauseMs * 2)) {
      // Nothing is known while the database is away: the update keeps its place meanwhile.
      const found = await this.look(update()).catch((): DeliveryStatus => ({ status: "held" }));
      const leftMs = end - services.clock.monotonic();
      if (found.status !== "held" || leftMs <= 0 || stop.aborted) return found;
      await pause(Math.min(pauseMs, leftMs));
    }
  }
}
