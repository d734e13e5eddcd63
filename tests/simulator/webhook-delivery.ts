import { type Settings, scaled } from "./settings";
import type { Timer, Timers } from "./timers";
import type { StoredUpdate, UpdateQueue } from "./update-queue";
import type { WebhookOutcome, WebhookTarget } from "./webhook-client";
import type { ParsedReply } from "./webhook-reply";
import { readReply } from "./webhook-reply";

/** Loaded updates of one queue id: only the first is ever in flight. */
interface Lane {
  key: string;
  ids: number[];
  /** Where in `ids` the lane stands; shifting a long array for every update would be quadratic. */
  front: number;
  delay: number;
  fails: number;
  timer: Timer | undefined;
}

/** What a delivery needs of the bot it belongs to. */
export interface DeliveryHost {
  settings: Settings;
  timers: Timers;
  queue: UpdateQueue;
  post(target: WebhookTarget, body: string, done: (outcome: WebhookOutcome) => void): (why?: string) => void;
  /** The words a delivery must fail with instead of being sent, while a fault says so. */
  unreachable(): string | undefined;
  attempted(update: StoredUpdate, at: number, status: number, error?: string): void;
  failed(message: string): void;
  /** A method call in a 2xx answer; its result goes nowhere. */
  replied(reply: ParsedReply): void;
  /** 23 h of nothing but 410: Telegram takes the webhook away. */
  gone(): void;
}

const READ_TIMEOUT_SECONDS = 60;
const MAX_DELAY_SECONDS = 60;
const GONE_SECONDS = 23 * 3600;

/**
 * Telegram's webhook sender for one bot (WebhookActor.cpp): a queue a chat or kind, one update in flight a queue,
 * at most `maxConnections` in flight and twice as many queues loaded, retries at once and then after 2, 4, 8 … s.
 */
export class WebhookDelivery {
  inFlight = 0;
  private readonly lanes = new Map<string, Lane>();
  private readonly ready: Lane[] = [];
  private readonly aborts = new Set<(why?: string) => void>();
  private next: number;
  private closed = false;
  private firstGoneAt = 0;

  constructor(
    private readonly host: DeliveryHost,
    private readonly target: WebhookTarget,
    private readonly maxConnections: number,
  ) {
    this.next = host.queue.head;
  }

  /** Sends whatever may be sent now; called when updates were stored. */
  pump(): void {
    if (this.closed) return;
    this.load();
    while (this.inFlight < this.maxConnections) {
      const lane = this.ready.shift();
      if (!lane) return;
      this.send(lane);
    }
  }

  /** Looks for updates from the head again, after their numbering changed. */
  restart(): void {
    this.next = this.host.queue.head;
    this.pump();
  }

  /** Stops for good. What is in flight is cut off and stays stored, so it is delivered again by what comes next. */
  close(): void {
    this.closed = true;
    for (const lane of this.lanes.values()) this.host.timers.cancel(lane.timer);
    this.lanes.clear();
    this.ready.length = 0;
    for (const abort of this.aborts) abort();
    this.aborts.clear();
  }

  private load(): void {
    const { queue } = this.host;
    while (this.lanes.size < this.maxConnections * 2 && this.next < queue.tail) {
      const update = queue.get(this.next);
      this.next += 1;
      if (!update) continue;
      if (update.expiresAt <= Date.now()) {
        queue.drop(update.id);
        continue;
      }
      const key = update.queue || `#${update.id}`;
      const lane = this.lanes.get(key);
      if (lane) {
        lane.ids.push(update.id);
        continue;
      }
      const fresh: Lane = { key, ids: [update.id], front: 0, delay: 1, fails: 0, timer: undefined };
      this.lanes.set(key, fresh);
      this.ready.push(fresh);
    }
  }

  private send(lane: Lane): void {
    const update = this.host.queue.get(lane.ids[lane.front] ?? -1);
    if (!update) {
      this.drop(lane);
      return;
    }
    const at = Date.now();
    const unreachable = this.host.unreachable();
    this.inFlight += 1;
    if (unreachable !== undefined) {
      // Later, as a refused connection is: a failure inside pump() would come back in here.
      this.host.timers.after(1, () => this.settle(lane, update, at, { error: unreachable }));
      return;
    }
    const body = `{"update_id":${update.id},\n${update.json}}`;
    let cut = (_why?: string): void => {};
    const stop = (why?: string) => {
      this.host.timers.cancel(limit);
      cut(why);
    };
    const limit = this.host.timers.after(scaled(this.host.settings, READ_TIMEOUT_SECONDS), () =>
      stop("Read timeout expired"),
    );
    this.aborts.add(stop);
    cut = this.host.post(this.target, body, (outcome) => {
      this.host.timers.cancel(limit);
      this.aborts.delete(stop);
      this.settle(lane, update, at, outcome);
    });
  }

  private settle(lane: Lane, update: StoredUpdate, at: number, outcome: WebhookOutcome): void {
    if (this.closed) return;
    this.inFlight -= 1;
    if ("error" in outcome) {
      this.host.attempted(update, at, 0, outcome.error);
      this.fail(lane, update, outcome.error, 0);
    } else if (outcome.status >= 200 && outcome.status <= 299) {
      this.firstGoneAt = 0;
      this.host.attempted(update, at, outcome.status);
      this.host.queue.confirm(update.id);
      this.drop(lane);
      const reply = readReply(outcome.contentType, outcome.body);
      if (reply) this.host.replied(reply);
    } else {
      const error = `Wrong response from the webhook: ${outcome.status} ${outcome.reason}`;
      this.host.attempted(update, at, outcome.status, error);
      this.fail(lane, update, error, outcome.retryAfter);
      if (this.isGone(outcome.status)) {
        this.host.gone();
        return;
      }
    }
    this.pump();
  }

  private fail(lane: Lane, update: StoredUpdate, error: string, retryAfter: number): void {
    const { settings, timers, queue } = this.host;
    this.host.failed(error);
    let delaySeconds = retryAfter;
    if (retryAfter === 0 && lane.fails > 0) {
      const cap = MAX_DELAY_SECONDS + Math.floor(Math.random() * (MAX_DELAY_SECONDS + 1));
      lane.delay = Math.min(cap, lane.delay * 2);
      delaySeconds = lane.delay;
    }
    const delayMs = scaled(settings, delaySeconds);
    if (Date.now() + delayMs > update.expiresAt) {
      queue.drop(update.id);
      this.drop(lane);
      return;
    }
    lane.fails += 1;
    if (delayMs === 0) {
      this.ready.push(lane);
      return;
    }
    lane.timer = timers.after(delayMs, () => {
      this.ready.push(lane);
      this.pump();
    });
  }

  /** The first update of the lane is done with: the next one starts afresh. */
  private drop(lane: Lane): void {
    lane.front += 1;
    lane.delay = 1;
    lane.fails = 0;
    if (lane.front > 1000) {
      lane.ids = lane.ids.slice(lane.front);
      lane.front = 0;
    }
    if (lane.front >= lane.ids.length) this.lanes.delete(lane.key);
    else this.ready.push(lane);
  }

  private isGone(status: number): boolean {
    if (status !== 410) {
      this.firstGoneAt = 0;
      return false;
    }
    if (this.firstGoneAt === 0) this.firstGoneAt = Date.now();
    return Date.now() - this.firstGoneAt > scaled(this.host.settings, GONE_SECONDS);
  }
}
