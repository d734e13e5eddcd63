import { LRUCache } from "lru-cache";
import { networkOf } from "../config/network";
import type { Clock } from "../core/clock";

/** Failed requests a network may make in a minute before it is answered 429 without a look. */
const mostAMinute = 1_000;

/** Counts failed webhook requests by the network of the sender's address. In memory: each process has its own count. */
export interface GuessLimit {
  exceeded(address: string): boolean;
  count(address: string): void;
}

export function createGuessLimit(clock: Clock): GuessLimit {
  const counts = new LRUCache<string, { minute: number; failures: number }>({ max: 10_000 });
  const minuteNow = () => Math.floor(clock.monotonic() / 60_000);
  return {
    exceeded(address) {
      const entry = counts.get(networkOf(address));
      return entry !== undefined && entry.minute === minuteNow() && entry.failures >= mostAMinute;
    },
    count(address) {
      const network = networkOf(address);
      const minute = minuteNow();
      const entry = counts.get(network);
      if (entry?.minute === minute) entry.failures++;
      else counts.set(network, { minute, failures: 1 });
    },
  };
}
