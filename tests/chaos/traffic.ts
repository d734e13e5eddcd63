import { randomInt } from "node:crypto";
import type { Ledger } from "./ledger";

export interface Traffic {
  /** Changes the pace; 0 pauses. */
  pace(perSecond: number): void;
  /** No more is sent. */
  stop(): void;
}

export interface TrafficOptions {
  perSecond: number;
  chatsPerBot: number;
}

const tickMs = 20;
/** What a busy event loop missed is made up for, but not by a flood. */
const maxAtOnce = 200;

/** Sends to random chats of random bots, so many updates a second over all. */
export function startTraffic(
  ledger: Ledger,
  bots: readonly { telegramId: number }[],
  { perSecond, chatsPerBot }: TrafficOptions,
): Traffic {
  let wanted = perSecond;
  let owed = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    owed = Math.min(maxAtOnce, owed + ((now - last) / 1000) * wanted);
    last = now;
    for (; owed >= 1; owed--) {
      const bot = bots[randomInt(bots.length)];
      if (bot) ledger.send(bot.telegramId, 1 + randomInt(chatsPerBot));
    }
  }, tickMs);
  // The simulator remembers a bot's newest 20,000 calls: they are read while they are there.
  const reading = setInterval(() => ledger.collect(), 500);
  return {
    pace(next) {
      wanted = next;
    },
    stop() {
      clearInterval(timer);
      clearInterval(reading);
    },
  };
}
