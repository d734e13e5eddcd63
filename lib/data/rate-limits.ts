import type { Database } from "./database";

export interface RateLimitRule {
  /** What is counted, e.g. "sign-in:address:192.0.2.7". */
  key: string;
  /** How many are let through in a window. */
  limit: number;
  windowS: number;
}

export interface RateLimitAnswer {
  allowed: boolean;
  /** Seconds until the window ends, at least 1. */
  retryAfterS: number;
}

/**
 * Counts one and says whether it is still within the limit. One statement, so that any number of
 * processes share one count; and one row, so that no two of them wait for each other.
 */
export async function takeRateLimit(data: Database, rule: RateLimitRule): Promise<RateLimitAnswer> {
  const { rows } = await data.pool.query({
    name: "take-rate-limit",
    text: `INSERT INTO rate_limits AS r (key, count, window_end) VALUES ($1, 1, now() + make_interval(secs => $2))
      ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN r.window_end <= now() THEN 1 ELSE LEAST(r.count + 1, 1000000) END,
        window_end = CASE WHEN r.window_end <= now() THEN EXCLUDED.window_end ELSE r.window_end END
      RETURNING count, GREATEST(1, ceil(extract(epoch FROM window_end - now())))::int AS "retryAfterS"`,
    values: [rule.key, rule.windowS],
  });
  const { count, retryAfterS } = rows[0] as { count: number; retryAfterS: number };
  return { allowed: count <= rule.limit, retryAfterS };
}

/**
 * Takes back what `takeRateLimit` counted, e.g. because the password was right after all. In one order for all: two that
 * locked the same counters in different orders would wait for each other in a circle.
 */
export async function giveBackRateLimit(data: Database, keys: readonly string[]): Promise<void> {
  await data.pool.query(
    `UPDATE rate_limits r SET count = GREATEST(r.count - 1, 0)
     FROM (SELECT key FROM rate_limits WHERE key = ANY($1) AND window_end > now() ORDER BY key FOR UPDATE) mine
     WHERE r.key = mine.key`,
    [keys],
  );
}

/** Removes the counters whose windows are over. */
export async function deleteOldRateLimits(data: Database): Promise<void> {
  await data.pool.query(
    `DELETE FROM rate_limits WHERE key IN (
       SELECT key FROM rate_limits WHERE window_end < now() - interval '1 minute' FOR UPDATE SKIP LOCKED)`,
  );
}
