export interface GroupCommitOptions<T, R> {
  /** Commits one batch; resolves to one result an item, in order. */
  commit: (batch: T[]) => Promise<R[]>;
  /** Most items in one batch. */
  most: number;
  /** Batches that may be under way at once. */
  slots: number;
  /**
   * While so many items are under way, the next batch waits for them. What waits grows into a larger batch: where
   * callers come by the hundred it is the number of batches that costs, where few come it is the waiting. No limit
   * unless told.
   */
  crowd?: number;
}

/**
 * Commits the writes of concurrent callers together. There is no timer: the next batch leaves as soon as
 * a slot is free, so that a lone write waits for nobody and a crowd shares one fsync.
 */
export class GroupCommit<T, R> {
  readonly #options: GroupCommitOptions<T, R>;
  /** What waits, and beside it whom to tell. */
  #items: T[] = [];
  #callers: Caller<R>[] = [];
  /** For each batch under way, since when its first item has waited. */
  readonly #running = new Set<{ since: number }>();
  #underWay = 0;
  #scheduled = false;

  constructor(options: GroupCommitOptions<T, R>) {
    this.#options = options;
  }

  /** Items that wait for a slot. */
  get waiting(): number {
    return this.#items.length;
  }

  /** Milliseconds that the oldest item which is not committed yet has waited; 0 where there is none. */
  get oldestMs(): number {
    // Batches leave in order, but need not end in order.
    let since = this.#callers[0]?.since ?? Number.POSITIVE_INFINITY;
    for (const batch of this.#running) since = Math.min(since, batch.since);
    return since === Number.POSITIVE_INFINITY ? 0 : performance.now() - since;
  }

  /** Resolves when the item's batch is committed; rejects with the batch's error. */
  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#items.push(item);
      this.#callers.push({ resolve, reject, since: performance.now() });
      if (this.#scheduled || !this.#hasRoom) return;
      // Requests that were read in the same turn of the event loop join the batch.
      this.#scheduled = true;
      setImmediate(() => {
        this.#scheduled = false;
        this.#fill();
      });
    });
  }

  get #hasRoom(): boolean {
    const { slots, crowd = Number.POSITIVE_INFINITY } = this.#options;
    return this.#running.size < slots && this.#underWay < crowd;
  }

  #fill(): void {
    while (this.#hasRoom && this.#items.length > 0) {
      const items = this.#items.splice(0, this.#options.most);
      const callers = this.#callers.splice(0, this.#options.most);
      const batch = { since: callers[0]?.since ?? 0 };
      this.#running.add(batch);
      this.#underWay += items.length;
      this.#options
        .commit(items)
        .then(
          (results) => callers.forEach(({ resolve }, i) => void resolve(results[i] as R)),
          (error: unknown) => callers.forEach(({ reject }) => void reject(error)),
        )
        .finally(() => {
          this.#running.delete(batch);
          this.#underWay -= items.length;
          this.#fill();
        });
    }
  }
}

interface Caller<R> {
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
  since: number;
}
