import { chatKeyOf, type IncomingUpdate, keyOf } from "./incoming";
import { Lanes } from "./lanes";

const laneOf = (update: IncomingUpdate): string | undefined =>
  update.chatId === null ? undefined : chatKeyOf(update);

/**
 * A place in its chat that is kept for an update which somebody else holds. What this process is told to do with the
 * update meanwhile is done in that place: behind it, each would wait for the other.
 */
export class KeptPlace {
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

  /** Waits so many milliseconds, or until something comes, and runs it. */
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

/** The turns of updates: one chat's follow one another in the order they came, chats go in parallel. */
export class Turns {
  readonly #lanes = new Lanes();
  readonly #kept = new Map<string, KeptPlace>();

  /** Whether an update's turn would not come at once. */
  mustWait(update: IncomingUpdate): boolean {
    const lane = laneOf(update);
    return lane !== undefined && this.#lanes.isBusy(lane);
  }

  /** Runs a task when every earlier one of the update's chat is through, or in the place that is kept for the update. */
  run(update: IncomingUpdate, task: () => Promise<void>): Promise<void> {
    const lane = laneOf(update);
    if (lane === undefined) return task();
    const kept = this.#kept.size > 0 ? this.#kept.get(keyOf(update)) : undefined;
    return kept ? kept.run(task) : this.#lanes.run(lane, task);
  }

  /**
   * Keeps a place for an update; one is enough, a second would wait for the first.
   *
   * @param follow runs when the place's turn has come, and what comes to the place; it is given up with its end.
   */
  keep(
    update: IncomingUpdate,
    delivered: boolean,
    follow: (kept: KeptPlace) => Promise<void>,
  ): Promise<void> {
    const key = keyOf(update);
    const before = this.#kept.get(key);
    if (before) {
      if (delivered) Object.assign(before, { update, delivered });
      return before.end;
    }
    const kept = new KeptPlace(update, delivered);
    this.#kept.set(key, kept);
    const task = async () => {
      await follow(kept).finally(() => this.#kept.delete(key));
      await kept.work();
    };
    const lane = laneOf(update);
    kept.end = lane === undefined ? task() : this.#lanes.run(lane, task);
    return kept.end;
  }
}
