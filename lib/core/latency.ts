/**
 * Handling times in classes that double: the first holds what took under 1 ms, class n what took from 2^(n-1) up
 * to 2^n ms, the last all that took longer. A class costs one instruction to find, classes of any two minutes add
 * up, and a percentile read from them is off by less than a factor of two.
 */
export const latencyClasses = 15;

/** The class of a time in milliseconds. */
export function latencyClass(ms: number): number {
  return Math.min(latencyClasses - 1, 32 - Math.clz32(Math.max(0, ms)));
}

/** Adds `more` to `sum`, class by class. */
export function addLatency(sum: number[], more: readonly number[]): void {
  for (let i = 0; i < latencyClasses; i++) sum[i] = (sum[i] ?? 0) + (more[i] ?? 0);
}

/**
 * The time in milliseconds that a share of the updates stayed within, spread evenly inside its class; null where
 * there are none.
 *
 * @param share 0.5 for the median.
 * @param longestMs the longest of them, which no percentile exceeds.
 */
export function latencyPercentile(
  counts: readonly number[],
  share: number,
  longestMs: number,
): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let left = share * total;
  for (const [index, count] of counts.entries()) {
    if (count >= left && count > 0) {
      const from = index === 0 ? 0 : 2 ** (index - 1);
      const to = index === latencyClasses - 1 ? Math.max(from, longestMs) : 2 ** index;
      return Math.min(Math.max(longestMs, 1), from + ((to - from) * left) / count);
    }
    left -= count;
  }
  return longestMs;
}
