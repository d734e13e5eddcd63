import { ChatSketch } from "../core/chat-sketch";
import type { HourOfChats } from "../data/counters";

const hourMs = 3_600_000;

/** What this process has heard of a bot's chats in an hour. */
interface Heard {
  hour: number;
  sketch: ChatSketch;
  changed: boolean;
}

/** Sketches of the chats that each bot heard of in the current hour, and which of them are to be written. */
export class ActiveChats {
  readonly #bots = new Map<number, Heard>();
  /** Of hours that ended before they were written. */
  #ended: HourOfChats[] = [];
  #hour = 0;

  heard(botId: number, chatId: number, now: number): void {
    const hour = now - (now % hourMs);
    if (hour !== this.#hour) this.#turn(hour);
    let heard = this.#bots.get(botId);
    if (!heard) {
      heard = { hour, sketch: new ChatSketch(), changed: false };
      this.#bots.set(botId, heard);
    }
    if (heard.sketch.add(chatId)) heard.changed = true;
  }

  /** What has changed since it was last asked for. */
  take(): HourOfChats[] {
    const changed = this.#ended;
    this.#ended = [];
    for (const [botId, heard] of this.#bots) {
      if (!heard.changed) continue;
      heard.changed = false;
      changed.push({ botId, hour: heard.hour, sketch: heard.sketch.toBytes() });
    }
    return changed;
  }

  /** It could not be written: it is handed out again, the newer one where there is one. */
  putBack(hours: readonly HourOfChats[]): void {
    for (const each of hours) {
      const heard = this.#bots.get(each.botId);
      if (heard?.hour === each.hour) heard.changed = true;
      else this.#ended.push(each);
    }
  }

  #turn(hour: number): void {
    this.#ended = this.take();
    this.#bots.clear();
    this.#hour = hour;
  }
}
