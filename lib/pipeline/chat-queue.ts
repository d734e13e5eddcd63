import { chatKeyOf, type IncomingUpdate, keyOf } from "../data/incoming-update";

const queueOf = (update: IncomingUpdate): string | undefined =>
  update.chatId === null ? undefined : chatKeyOf(update);

/**
 * A place in its chat's queue for an update that another process holds. What this process is told to do with the update
 * meanwhile is done in that place: behind it, the two would wait for each other.
 */
export class Placeholder {
  /** As it was heard of last. */
  update: IncomingUpdate;
  /** Whether Telegram delivered it to us, so that a reply whose answer was lost is ours to give. */
  delivered: boolean;
  /** When the place is given up. */
  end: Promise<void> = Promise.resolve();
  readonly #tasks: (() => Promise<void>)[] = [];
  #notice = () => {};

  constructor(update: IncomingUpdate, delivered: boolean) {
    this.update = update;
    this.delivered = delivered;
  }

  /** Resolves with the task's end. */
  run(task: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#tasks.push(() => task().then(resolve, reject));
      this.#notice();
    });
  }

  /** Runs what has come. */
  async work(): Promise<void> {
    for (let task = this.#tasks.shift(); task; task = this.#tasks.shift()) await task();
  }

  /** Waits so many milliseconds, or until a task comes, and runs it. */
  async workWithin(ms: number): Promise<void> {
    if (this.#tasks.length === 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#notice = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#notice = () => {};
    }
    await this.work();
  }
}

/**
 * One queue a chat: tasks of a chat run one after another in the order they came, also after one that failed; chats go in
 * parallel. A queue exists only while something is in it.
 */
export class ChatQueues {
  /** For each chat with a task, the end of its last one. */
  readonly #tails = new Map<string, Promise<void>>();
  readonly #placeholders = new Map<string, Placeholder>();

  /** Chats with something in their queue. */
  get size(): number {
    return this.#tails.size;
  }

  /** Whether an update's turn would not come at once. */
  mustWait(update: IncomingUpdate): boolean {
    const queue = queueOf(update);
    return queue !== undefined && this.#tails.has(queue);
  }

  /**
   * Runs a task when every earlier one of the update's chat has ended, or in the place that is kept for the update. An update
   * without a chat waits for nothing.
   */
  run(update: IncomingUpdate, task: () => Promise<void>): Promise<void> {
    const queue = queueOf(update);
    if (queue === undefined) return task();
    const kept = this.#placeholders.size > 0 ? this.#placeholders.get(keyOf(update)) : undefined;
    return kept ? kept.run(task) : this.#append(queue, task);
  }

  /**
   * Keeps a place for an update; one is enough, a second would wait for the first.
   *
   * @param follow runs when the place's turn has come, and what comes to the place; the place is given up with its end.
   */
  keepPlace(
    update: IncomingUpdate,
    delivered: boolean,
    follow: (kept: Placeholder) => Promise<void>,
  ): Promise<void> {
    const key = keyOf(update);
    const before = this.#placeholders.get(key);
    if (before) {
      if (delivered) Object.assign(before, { update, delivered });
      return before.end;
    }
    const kept = new Placeholder(update, delivered);
    this.#placeholders.set(key, kept);
    const task = async () => {
      await follow(kept).finally(() => this.#placeholders.delete(key));
      await kept.work();
    };
    const queue = queueOf(update);
    kept.end = queue === undefined ? task() : this.#append(queue, task);
    return kept.end;
  }

  #append(queue: string, task: () => Promise<void>): Promise<void> {
    const before = this.#tails.get(queue);
    const result = before ? before.then(task) : task();
    const leave = () => {
      if (this.#tails.get(queue) === tail) this.#tails.delete(queue);
    };
    const tail: Promise<void> = result.then(leave, leave);
    this.#tails.set(queue, tail);
    return result;
  }
}
