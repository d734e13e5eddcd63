/**
 * One lane a key, lanes in parallel: tasks of one lane run one after another in the order they came.
 * A lane exists only while something is in it.
 */
export class Lanes {
  readonly #tails = new Map<string, Promise<void>>();

  /** Lanes in use. */
  get size(): number {
    return this.#tails.size;
  }

  /** Whether a task would have to wait for its turn. */
  isBusy(key: string): boolean {
    return this.#tails.has(key);
  }

  /** Resolves with the task's result when its turn has come and gone. */
  run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key);
    const result = before ? before.then(task) : task();
    const leave = () => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    };
    const tail: Promise<void> = result.then(leave, leave);
    this.#tails.set(key, tail);
    return result;
  }
}
