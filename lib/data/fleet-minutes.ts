import type { Database } from "./database";

/** How the fleet's bots stand at one moment. */
export interface FleetCount {
  healthy: number;
  degraded: number;
  down: number;
  unknown: number;
  webhook: number;
  polling: number;
  closed: number;
}

/** Whether the minute that ended last is written already. */
export async function lastMinuteIsWritten(data: Database): Promise<boolean> {
  const { rows } = await data.pool.query({
    name: "fleet-minute-written",
    text: `SELECT EXISTS (SELECT FROM fleet_minutes
      WHERE minute = date_trunc('minute', now()) - interval '1 minute') AS written`,
  });
  return (rows[0] as { written: boolean }).written;
}

/**
 * Writes the minute that ended last: the bots as they stand, and what its counters add up to so far. Processes gather
 * counters for some seconds, so the minute before it is added up once more.
 */
export async function writeFleetMinute(data: Database, count: FleetCount): Promise<void> {
  await data.pool.query({
    name: "write-fleet-minute",
    text: `WITH last AS (SELECT date_trunc('minute', now()) - interval '1 minute' AS ended),
      sums AS (SELECT m.minute, sum(m.updates) AS updates, sum(m.failures) AS failures FROM last, bot_minutes m
        WHERE m.minute IN (last.ended, last.ended - interval '1 minute') GROUP BY m.minute),
      corrected AS (UPDATE fleet_minutes f SET updates = sums.updates, failures = sums.failures FROM last, sums
        WHERE f.minute = last.ended - interval '1 minute' AND sums.minute = f.minute)
      INSERT INTO fleet_minutes
        (minute, healthy, degraded, down, unknown, webhook, polling, closed, updates, failures)
      SELECT ended, $1, $2, $3, $4, $5, $6, $7, coalesce(sums.updates, 0), coalesce(sums.failures, 0)
      FROM last LEFT JOIN sums ON sums.minute = last.ended
      ON CONFLICT (minute) DO NOTHING`,
    values: [
      count.healthy,
      count.degraded,
      count.down,
      count.unknown,
      count.webhook,
      count.polling,
      count.closed,
    ],
  });
}

export interface FleetTrendRow extends Omit<FleetCount, "webhook" | "polling" | "closed"> {
  at: Date;
  updates: number;
  failures: number;
}

/**
 * The fleet over the last `buckets` spans of `bucketMs`, oldest first; spans of which nothing is known are
 * left out. Of bots the mean of a span, of updates the sum.
 */
export async function findFleetTrend(
  data: Database,
  bucketMs: number,
  buckets: number,
): Promise<FleetTrendRow[]> {
  const { rows } = await data.pool.query(
    `SELECT date_bin(make_interval(secs => $1::float8 / 1000), minute, 'epoch') AS at,
       round(avg(healthy))::int AS healthy, round(avg(degraded))::int AS degraded,
       round(avg(down))::int AS down, round(avg(unknown))::int AS unknown,
       sum(updates)::float8 AS updates, sum(failures)::float8 AS failures
     FROM fleet_minutes WHERE minute >= now() - make_interval(secs => $1::float8 / 1000 * $2)
     GROUP BY 1 ORDER BY 1`,
    [bucketMs, buckets],
  );
  return rows as FleetTrendRow[];
}
