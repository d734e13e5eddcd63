import { tooManyRequests } from "./api-error";
import type { Settings } from "./settings";

/** Counts events of the last `windowMs`; over `most` it says how many seconds until the next is welcome. */
class Window {
  private times: number[] = [];

  constructor(
    private readonly most: number,
    private readonly windowMs: number,
  ) {}

  /** Seconds to wait before one more event, 0 when it may happen now. Does not count it. */
  wait(now: number): number {
    const from = now - this.windowMs;
    while (this.times.length > 0 && (this.times[0] ?? 0) <= from) this.times.shift();
    const first = this.times[0];
    if (this.times.length < this.most || first === undefined) return 0;
    return Math.max(1, Math.ceil((first + this.windowMs - now) / 1000));
  }

  add(now: number): void {
    this.times.push(now);
  }
}

/**
 * Telegram's limits, each off until its setting is on: first contacts from one address, and messages sent.
 * They are measured in real time: the time scale shortens waits, not rates.
 */
export class Limits {
  private firstContacts = new Map<string, Window[]>();
  private contacted = new Set<number>();
  private sends = new Map<string, Window>();

  constructor(private readonly settings: Settings) {}

  /** Throws 429 when this is the address's first call for a bot new to the server and it has had too many. */
  contact(botId: number, address: string): void {
    if (!this.settings.firstContactLimit || this.contacted.has(botId)) return;
    let windows = this.firstContacts.get(address);
    if (!windows) {
      windows = [new Window(20, 60_000), new Window(600, 3_600_000)];
      this.firstContacts.set(address, windows);
    }
    this.pass(windows);
    this.contacted.add(botId);
  }

  /** Throws 429 when the bot may not send one more message to this chat now. */
  send(botId: number, chatId: number): void {
    if (!this.settings.sendLimits) return;
    const ofBot = this.window(`${botId}`, 30, 1000);
    const ofChat =
      chatId > 0 ? this.window(`${botId} ${chatId}`, 1, 1000) : this.window(`${botId} ${chatId}`, 20, 60_000);
    this.pass([ofBot, ofChat]);
  }

  clear(): void {
    this.firstContacts.clear();
    this.contacted.clear();
    this.sends.clear();
  }

  private pass(windows: Window[]): void {
    const now = Date.now();
    const wait = Math.max(...windows.map((window) => window.wait(now)));
    if (wait > 0) throw tooManyRequests(wait);
    for (const window of windows) window.add(now);
  }

  private window(key: string, most: number, windowMs: number): Window {
    let window = this.sends.get(key);
    if (!window) {
      window = new Window(most, windowMs);
      this.sends.set(key, window);
    }
    return window;
  }
}
