import type { Room } from "./admission";
import { type IncomingUpdate, keyOf } from "./incoming";

type Key = Pick<IncomingUpdate, "botId" | "updateId">;

/** Updates this process works on, or is about to. */
export class InFlight {
  /** For each that is worked on, the promise of its end. */
  readonly #ends = new Map<string, Promise<void>>();
  readonly #expected = new Set<string>();
  readonly #room: Room;

  constructor(room: Room) {
    this.#room = room;
  }

  /** How many are worked on. */
  get size(): number {
    return this.#ends.size;
  }

  /** Whether the update is worked on here, or expected to be. */
  has(update: Key): boolean {
    const key = keyOf(update);
    return this.#ends.has(key) || this.#expected.has(key);
  }

  /** It is ours and waits for its door to hand it on. */
  expect(update: Key): void {
    this.#expected.add(keyOf(update));
  }

  expectNoMore(update: Key): void {
    this.#expected.delete(keyOf(update));
  }

  /** The end of the work on this update; undefined where there is none. */
  end(update: Key): Promise<void> | undefined {
    return this.#ends.get(keyOf(update));
  }

  /** The update is in hand until `end`. A duplicate that arrives meanwhile does not take its place. */
  async hold(update: IncomingUpdate, end: Promise<void>): Promise<void> {
    const key = keyOf(update);
    if (this.#ends.has(key)) return end;
    this.#ends.set(key, end);
    this.#room.enter(update);
    try {
      await end;
    } finally {
      this.letGo(update, end);
      this.#room.leave(update);
    }
  }

  /** It is not in hand any more though what holds it has not ended. */
  letGo(update: Key, end: Promise<void>): void {
    const key = keyOf(update);
    if (this.#ends.get(key) === end) this.#ends.delete(key);
  }

  /** Resolves when nothing is worked on. */
  async empty(): Promise<void> {
    while (this.#ends.size > 0) await Promise.allSettled(this.#ends.values());
  }
}
