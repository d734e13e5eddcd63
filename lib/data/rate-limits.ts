import type { Database } from "./database";

export interface RateLimitRule {
  /** What is counted, e.g. "linkByNetwork:192.0.2.7". */
  key: string;
  /** How many are let through at once. */
  limit: number;
  /** Seconds in which as many become free again, one after the other. */
  windowS: number;
}

export interface RateLimitAnswer {
  allowed: boolean;
  /** Seconds until the next one is let through, at least 1; 0 where this one was. */
  retryAfterS: number;
}

/** Seconds after which one more is let through. */
const intervalS = ({ limit, windowS }: RateLimitRule) => windowS / limit;

/**
 * Counts one, where there is room for it. Room comes back steadily (a leaky bucket, GCRA: `window_end` is when the
 * bucket will be empty), so that whoever keeps a bucket full must keep at it, and whoever waits need not wait for a
 * window's end. What is refused is not counted. One statement, so that any number of processes share one count.
 */
export async function takeRateLimit(data: Database, rule: RateLimitRule): Promise<RateLimitAnswer> {
  // A millisecond more: the column is rounded to them.
  const { rowCount } = await data.pool.query({
    name: "take-rate-limit",
    text: `INSERT INTO rate_limits AS r (key, count, window_end)
      VALUES ($1, 1, clock_timestamp() + make_interval(secs => $2))
      ON CONFLICT (key) DO UPDATE SET window_end = GREATEST(r.window_end, clock_timestamp()) + make_interval(secs => $2)
      WHERE GREATEST(r.window_end, clock_timestamp()) <= clock_timestamp() + make_interval(secs => $3)`,
    values: [rule.key, intervalS(rule), rule.windowS - intervalS(rule) + 0.001],
  });
  if (rowCount === 1) return { allowed: true, retryAfterS: 0 };
  const { rows } = await data.pool.query(
    "SELECT extract(epoch FROM window_end - clock_timestamp())::float8 AS full FROM rate_limits WHERE key = $1",
    [rule.key],
  );
  const [{ full }] = (rows.length > 0 ? rows : [{ full: 0 }]) as [{ full: number }];
  return { allowed: false, retryAfterS: Math.max(1, Math.ceil(full + intervalS(rule) - rule.windowS)) };
}

/**
 * Takes back what `takeRateLimit` counted, e.g. because the password was right after all. In one order for all: two that
 * locked the same counters in different orders would wait for each other in a circle.
 */
export async function giveBackRateLimit(data: Database, rules: readonly RateLimitRule[]): Promise<void> {
  if (rules.length === 0) return;
  await data.pool.query(
    `UPDATE rate_limits r SET window_end = r.window_end - make_interval(secs => given.secs)
     FROM (SELECT key FROM rate_limits WHERE key = ANY($1) AND window_end > now() ORDER BY key FOR UPDATE) mine
       JOIN unnest($1::text[], $2::float8[]) AS given (key, secs) USING (key)
     WHERE r.key = mine.key`,
    [rules.map(({ key }) => key), rules.map(intervalS)],
  );
}

/** Removes the counters that are empty again. */
export async function deleteOldRateLimits(data: Database): Promise<void> {
  await data.pool.query(
    `DELETE FROM rate_limits WHERE key IN (
       SELECT key FROM rate_limits WHERE window_end < now() - interval '1 minute' FOR UPDATE SKIP LOCKED)`,
  );
}
