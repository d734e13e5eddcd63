/** A Bot API call that a bot made, as GET /sim/bots/:id/calls answers it. `at` in ms since the epoch. */
export interface CallRecord {
  n: number;
  at: number;
  method: string;
  params: Record<string, unknown>;
  via: "api" | "webhook-reply";
  ok: boolean;
  error_code?: number;
}

/** One delivery of an update: `ms` is the time to the webhook's answer (0 by polling), `status` 0 is no answer. */
export interface Attempt {
  at: number;
  door: "webhook" | "polling";
  status: number;
  ms: number;
  error?: string;
}

/** The life of an update: when it was made, who got it when, and when Telegram forgot it as delivered. */
export interface UpdateTrace {
  update_id: number;
  created_at: number;
  attempts: Attempt[];
  acked_at: number | null;
}

/** The newest `limit` items; older ones fall out in blocks, which keeps pushing cheap. */
class Newest<T> {
  private items: T[] = [];

  constructor(private readonly limit: number) {}

  push(item: T): void {
    this.items.push(item);
    if (this.items.length >= this.limit * 1.25) this.items = this.items.slice(-this.limit);
  }

  list(): readonly T[] {
    return this.items.length > this.limit ? this.items.slice(-this.limit) : this.items;
  }
}

/** A queue that holds so many things over everything; whatever falls out is handed to `evict`. */
export class Budget<T> {
  private items: T[] = [];
  private front = 0;

  constructor(
    private readonly limit: number,
    private readonly evict: (item: T) => void,
  ) {}

  push(item: T): void {
    this.items.push(item);
    if (this.items.length - this.front <= this.limit) return;
    const oldest = this.items[this.front];
    this.front += 1;
    if (oldest !== undefined) this.evict(oldest);
    if (this.front < this.limit) return;
    this.items = this.items.slice(this.front);
    this.front = 0;
  }

  clear(): void {
    this.items = [];
    this.front = 0;
  }
}

const KEPT_CALLS = 20_000;
const KEPT_POLLS = 1_000;

/** What the simulator remembers of one bot, bounded, for the control API. */
export class Records {
  private n = 0;
  private readonly calls = new Newest<CallRecord>(KEPT_CALLS);
  private readonly polls = new Newest<CallRecord>(KEPT_POLLS);
  private readonly traces = new Map<number, UpdateTrace>();

  /** Notes a call; getUpdates has a shorter memory of its own, it would push out everything else. */
  addCall(call: Omit<CallRecord, "n">): CallRecord {
    this.n += 1;
    const record: CallRecord = { n: this.n, ...call };
    (call.method === "getUpdates" ? this.polls : this.calls).push(record);
    return record;
  }

  /** Calls numbered above `since`, in order; getUpdates only with `all`. */
  callsSince(since: number, all: boolean): CallRecord[] {
    const found = this.calls.list().filter((call) => call.n > since);
    if (!all) return found;
    const polls = this.polls.list().filter((call) => call.n > since);
    return [...found, ...polls].sort((a, b) => a.n - b.n);
  }

  created(updateId: number, at: number): void {
    this.traces.set(updateId, { update_id: updateId, created_at: at, attempts: [], acked_at: null });
  }

  /** Forgets an update's trace; late attempts and confirmations of it then go nowhere. */
  forget(updateId: number): void {
    this.traces.delete(updateId);
  }

  attempted(updateId: number, attempt: Attempt): void {
    this.traces.get(updateId)?.attempts.push(attempt);
  }

  acked(updateId: number, at: number): void {
    const trace = this.traces.get(updateId);
    if (trace) trace.acked_at ??= at;
  }

  trace(updateId: number): UpdateTrace | undefined {
    return this.traces.get(updateId);
  }
}
