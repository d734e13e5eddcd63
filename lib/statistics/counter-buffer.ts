import type { Services } from "../context";
import { addLatency, latencyClass, latencyClasses } from "../core/latency";
import { type BotTouch, type MinuteCount, writeChats, writeCounts, writeTouches } from "../data/counters";
import type { DoorName } from "../data/updates";
import { ActiveChats } from "./active-chats";

/** An update that was stored, as the counters see it. */
type Arrived = Pick<BotTouch, "botId" | "updateId" | "arrival" | "door">;

/** One handled update, as the counters see it. */
export interface Counted {
  botId: number;
  updateId: number;
  chatId: number | null;
  kind: string;
  door: DoorName;
  failed: boolean;
  /** Handling time in milliseconds. */
  ms: number;
}

/** For so many milliseconds last-update times are gathered at most, which pages and the supervisor look at, and counters. */
const maxTouchMs = 5_000;
const maxCountMs = 20_000;
const leastMs = 200;
const pauseMs = (rows: number, most: number): number => Math.min(most, Math.max(leastMs, rows * 5));

/**
 * Gathers last-update times and counters in memory and writes them together: soon while few bots are
 * busy, less often the more there are, so that their cost stays flat. A crash loses at most the last
 * seconds of counters, never an update.
 */
export class CounterBuffer {
  readonly #services: Pick<Services, "data" | "clock" | "log">;
  readonly #processId: number;
  readonly #chats = new ActiveChats();
  #touches = new Map<number, BotTouch>();
  /** By bot and door; a bot has few kinds and mostly one minute at a time. */
  #counts = new Map<number, MinuteCount[]>();
  /** How long last-update times are gathered now: by how many there were the last time. */
  #touchMs = leastMs;
  /** Monotonic time at which counters were last written. */
  #countedAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(services: Pick<Services, "data" | "clock" | "log">, processId: number) {
    this.#services = services;
    this.#processId = processId;
  }

  /** Notes that an update arrived. */
  arrived({ botId, updateId, arrival, door }: Arrived): void {
    const key = keyOf(botId, door);
    const touch = this.#touches.get(key);
    const at = this.#services.clock.now();
    if (touch) {
      touch.at = at;
      // Two batches are stored at once, and the later may be through first.
      if (arrival > touch.arrival) Object.assign(touch, { updateId, arrival });
    } else this.#touches.set(key, { botId, updateId, arrival, door, at });
    this.#schedule();
  }

  /** Notes what became of it. */
  handled({ botId, chatId, kind, door, failed, ms }: Counted): void {
    const now = this.#services.clock.now();
    const wholeMs = Math.round(ms);
    const count = this.#countOf(botId, now - (now % 60_000), kind, door);
    count.updates++;
    if (failed) count.failures++;
    count.handleMs += wholeMs;
    if (wholeMs > count.maxMs) count.maxMs = wholeMs;
    const klass = latencyClass(ms);
    count.latency[klass] = (count.latency[klass] ?? 0) + 1;
    if (chatId !== null) this.#chats.heard(botId, chatId, now);
    this.#schedule();
  }

  /** Writes all that is gathered; failures are logged and the facts kept for the next time. */
  flush(): Promise<void> {
    return this.#flush(true);
  }

  async #flush(all: boolean): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write(all));
    await this.#writing;
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => void this.#flush(false), this.#touchMs);
  }

  async #write(all: boolean): Promise<void> {
    const now = this.#services.clock.monotonic();
    const due = all || now - this.#countedAt >= pauseMs(this.#counts.size, maxCountMs);
    const touches = this.#touches;
    const counts = due ? this.#counts : new Map<number, MinuteCount[]>();
    const chats = due ? this.#chats.take() : [];
    this.#touches = new Map();
    this.#touchMs = pauseMs(touches.size, maxTouchMs);
    if (due) {
      this.#counts = new Map();
      this.#countedAt = now;
    } else if (this.#counts.size > 0) this.#schedule();
    if (touches.size === 0 && counts.size === 0 && chats.length === 0) return;
    try {
      if (touches.size > 0) await writeTouches(this.#services.data, [...touches.values()]);
      touches.clear();
      if (counts.size > 0) await writeCounts(this.#services.data, [...counts.values()].flat());
      counts.clear();
      if (chats.length > 0) await writeChats(this.#services.data, this.#processId, chats);
    } catch (error) {
      this.#services.log.warn({ err: error }, "tally: not written, kept for the next time");
      this.#chats.putBack(chats);
      this.#putBack(touches, counts);
    }
  }

  #putBack(touches: Map<number, BotTouch>, counts: Map<number, MinuteCount[]>): void {
    for (const [key, touch] of touches) {
      const newer = this.#touches.get(key);
      if (newer) newer.arrival = Math.max(newer.arrival, touch.arrival);
      else this.#touches.set(key, touch);
    }
    for (const ofBot of counts.values()) for (const count of ofBot) this.#putBackCount(count);
    this.#timer ??= setTimeout(() => void this.flush(), 2_000);
  }

  #putBackCount(more: MinuteCount): void {
    const count = this.#countOf(more.botId, more.minute, more.kind, more.door);
    count.updates += more.updates;
    count.failures += more.failures;
    count.handleMs += more.handleMs;
    count.maxMs = Math.max(count.maxMs, more.maxMs);
    addLatency(count.latency, more.latency);
  }

  #countOf(botId: number, minute: number, kind: string, door: DoorName): MinuteCount {
    const key = keyOf(botId, door);
    const ofBot = this.#counts.get(key);
    const known = ofBot?.find((count) => count.minute === minute && count.kind === kind);
    if (known) return known;
    const latency = new Array<number>(latencyClasses).fill(0);
    const fresh = { botId, minute, kind, door, updates: 0, failures: 0, handleMs: 0, maxMs: 0, latency };
    if (ofBot) ofBot.push(fresh);
    else this.#counts.set(key, [fresh]);
    return fresh;
  }
}

/** A number, as texts made for every update would cost more than the counting. */
const keyOf = (botId: number, door: DoorName): number => botId * 2 + (door === "polling" ? 1 : 0);
