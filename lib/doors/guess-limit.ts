import { LRUCache } from "lru-cache";
import { networkOf } from "../config/network";
import type { Clock } from "../core/clock";

/** Failed requests a network may make in a minute before it is answered 429 without a look. */
const maxAMinute = 1_000;

/** Counts failed webhook requests by the network of the sender's address. In memory: each process has its own count. */
export interface GuessLimit {
  exceeded(address: string): boolean;
  count(address: string): void;
}

export function createGuessLimit(clock: Clock): GuessLimit {
  const counts = new LRUCache<string, { until: number; failures: number }>({ max: 10_000 });
  /** What a network failed in the minute that began with its first failure. */
  const current = (network: string) => {
    const entry = counts.get(network);
    return entry && clock.monotonic() < entry.until ? entry : undefined;
  };
  return {
    exceeded: (address) => (current(networkOf(address))?.failures ?? 0) >= maxAMinute,
    count(address) {
      const network = networkOf(address);
      const entry = current(network);
      if (entry) entry.failures++;
      else counts.set(network, { until: clock.monotonic() + 60_000, failures: 1 });
    },
  };
}
