/** Bots that make their first poll together when a process starts. */
const firstBatch = 20;
/** A refusal comes within this time, in milliseconds; without one the next batch is twice as large. */
const settleMs = 300;
/** After so long without a first poll the next begins small again. */
const restMs = 10_000;

interface Waiting {
  go: () => void;
}

/**
 * The pace of first polls. Telegram lets one address make first contact with 20 bots a minute and 600 an hour, and
 * refuses more with 429. Thousands of bots start in growing batches within seconds where it does not mind; from its
 * first refusal on nobody begins before the time that it names, and then one, two, four.
 */
export class FirstContacts {
  #waiting: Waiting[] = [];
  #batch = firstBatch;
  #timer: NodeJS.Timeout | undefined;
  #resumeAt = 0;
  #releasedAt = Number.NEGATIVE_INFINITY;

  /** Resolves when it is this bot's turn to poll for the first time; rejects when the signal is aborted. */
  turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const leave = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        reject(signal.reason);
      };
      const waiting: Waiting = {
        go() {
          signal.removeEventListener("abort", leave);
          resolve();
        },
      };
      signal.addEventListener("abort", leave, { once: true });
      this.#waiting.push(waiting);
      if (this.#timer) return;
      if (performance.now() - this.#releasedAt > restMs) this.#batch = firstBatch;
      this.#schedule(0);
    });
  }

  /** Telegram refused a first poll with 429. */
  refused(retryAfterS: number): void {
    this.#batch = 1;
    this.#resumeAt = Math.max(this.#resumeAt, performance.now() + Math.max(1, retryAfterS) * 1000);
    clearTimeout(this.#timer);
    this.#schedule(0);
  }

  #schedule(afterMs: number): void {
    const waitMs = Math.max(afterMs, this.#resumeAt - performance.now());
    this.#timer = setTimeout(() => this.#release(), waitMs).unref();
  }

  #release(): void {
    this.#timer = undefined;
    this.#releasedAt = performance.now();
    const batch = this.#waiting.splice(0, this.#batch);
    if (batch.length === 0) return;
    for (const { go } of batch) go();
    this.#batch *= 2;
    this.#schedule(settleMs);
  }
}
