import { addLatency, latencyPercentile } from "../core/latency";
import type { Stats, StatsPoint } from "./inspector-schemas";

/** Counters of one bucket, kind and door. */
interface Counted {
  at: Date;
  kind: string;
  door: string;
  updates: number;
  failures: number;
  maxMs: number;
  latency: readonly number[];
}

/** What is added up over kinds and doors. */
class Sum {
  updates = 0;
  failures = 0;
  readonly byKind: Record<string, number> = {};
  readonly byDoor: Record<string, number> = {};
  readonly #latency: number[] = [];
  #maxMs = 0;

  add({ kind, door, updates, failures, maxMs, latency }: Counted): void {
    this.updates += updates;
    this.failures += failures;
    this.byKind[kind] = (this.byKind[kind] ?? 0) + updates;
    this.byDoor[door] = (this.byDoor[door] ?? 0) + updates;
    this.#maxMs = Math.max(this.#maxMs, maxMs);
    addLatency(this.#latency, latency);
  }

  view(): Omit<StatsPoint, "at"> {
    const { updates, failures, byKind, byDoor } = this;
    const percentile = (share: number) => {
      const ms = latencyPercentile(this.#latency, share, this.#maxMs);
      return ms === null ? null : Math.round(ms * 10) / 10;
    };
    return { updates, failures, byKind, byDoor, p50Ms: percentile(0.5), p99Ms: percentile(0.99) };
  }
}

/** Makes one point a bucket of a bot's counters, quiet ones as zeros, and the sum of all. */
export function foldStats(
  rows: readonly Counted[],
  { from, to, bucketMs }: { from: number; to: number; bucketMs: number },
): { points: StatsPoint[]; totals: Omit<Stats["totals"], "chats"> } {
  const sums = new Map<number, Sum>();
  const total = new Sum();
  for (const row of rows) {
    const at = row.at.getTime();
    const sum = sums.get(at) ?? new Sum();
    sums.set(at, sum);
    sum.add(row);
    total.add(row);
  }
  const points: StatsPoint[] = [];
  for (let at = from; at < to; at += bucketMs) {
    points.push({ at: new Date(at).toISOString(), ...(sums.get(at) ?? new Sum()).view() });
  }
  return { points, totals: total.view() };
}
