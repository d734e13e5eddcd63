import type { UpdateKind } from "./update-kinds";

/** An update as stored: `json` is `"kind":{…}`, ready to be put behind the id; times in ms since the epoch. */
export interface StoredUpdate {
  id: number;
  kind: UpdateKind;
  json: string;
  queue: string;
  createdAt: number;
  expiresAt: number;
}

const CAPACITY = 100_000;
// Telegram treats an offset more than this far behind the end as "from the head" (TQueue::get).
const FUTURE = 10;

/**
 * A bot's stored updates, as tdlib's TQueue keeps them: ids start at random and grow by one, what expired stays
 * until somebody looks at it, and 100,000 is the most it holds.
 */
export class UpdateQueue {
  private readonly stored = new Map<number, StoredUpdate>();
  private first: number;
  /** The id the next update will get. */
  tail: number;

  constructor(
    start: number,
    private readonly onDelivered: (id: number) => void,
  ) {
    this.first = start;
    this.tail = start;
  }

  get size(): number {
    return this.stored.size;
  }

  /** The lowest id still stored, or the next id when there is none. */
  get head(): number {
    while (this.first < this.tail && !this.stored.has(this.first)) this.first += 1;
    return this.first;
  }

  /**
   * Numbers what comes from here on, as Telegram may after an idle week. False while updates are stored.
   */
  renumber(next: number): boolean {
    if (this.stored.size > 0) return false;
    this.first = next;
    this.tail = next;
    return true;
  }

  /** Stores an update and returns its id, or null when the queue is full (Telegram then loses it silently). */
  push(update: Omit<StoredUpdate, "id">): number | null {
    if (this.stored.size >= CAPACITY) return null;
    const id = this.tail;
    this.tail += 1;
    this.stored.set(id, { ...update, id });
    return id;
  }

  get(id: number): StoredUpdate | undefined {
    return this.stored.get(id);
  }

  /** Drops an update that was neither delivered nor confirmed: it expired, or was dropped on request. */
  drop(id: number): void {
    this.stored.delete(id);
  }

  /** Forgets an update for good because its receiver took it. */
  confirm(id: number): void {
    if (this.stored.delete(id)) this.onDelivered(id);
  }

  clear(): void {
    this.stored.clear();
  }

  /**
   * The updates a getUpdates(offset, limit) gives, after confirming what the offset confirms: a positive one all
   * ids below it, -N all but the last N; more than ten past the end counts as the head.
   */
  poll(offset: number, limit: number, now: number): StoredUpdate[] {
    const head = this.head;
    let from = offset;
    if (offset < 0) from = Math.max(head, this.tail + offset);
    else if (offset === 0 || offset > this.tail + FUTURE) from = head;
    for (let id = head; id < from && id < this.tail; id += 1) this.confirm(id);
    const batch: StoredUpdate[] = [];
    for (let id = Math.max(from, head); id < this.tail && batch.length < limit; id += 1) {
      const update = this.stored.get(id);
      if (!update) continue;
      if (update.expiresAt <= now) this.drop(id);
      else batch.push(update);
    }
    return batch;
  }
}
