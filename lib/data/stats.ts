import { latencyClasses } from "../core/latency";
import type { Database } from "./database";
import { inTransaction } from "./transaction";

const rolledKey = "stats.rolledUpTo";

/** Hours that are added up in one statement: long absences are made good in slices. */
const hoursAtOnce = 12;
/** So many hours are added up again each time: counters of a minute may come late. */
const hoursAgain = 2;
/** Advisory lock of whoever adds up; the number is ours alone. */
const rollLock = 7414;

const latencySums = Array.from({ length: latencyClasses }, (_, i) => `sum(latency[${i + 1}])`).join(", ");

/** The moment before which every full hour is in bot_hours; the epoch where none is. */
export async function rolledUpTo(on: Pick<Database["pool"], "query">): Promise<Date> {
  const { rows } = await on.query("SELECT value #>> '{}' AS at FROM deployment_facts WHERE key = $1", [
    rolledKey,
  ]);
  return new Date((rows[0] as { at: string } | undefined)?.at ?? 0);
}

/**
 * Adds finished hours up from their minutes. Each hour is counted anew and put in the old one's place, so that
 * doing it twice, or at once in two processes, changes nothing.
 */
export async function rollUpHours(data: Database): Promise<void> {
  for (;;) {
    const more = await inTransaction(data, async (client) => {
      const lock = await client.query("SELECT pg_try_advisory_xact_lock($1) AS ours", [rollLock]);
      if (!(lock.rows[0] as { ours: boolean }).ours) return false;
      const { rows } = await client.query(
        `WITH bounds AS (
           SELECT greatest(coalesce(
               (SELECT (value #>> '{}')::timestamptz - make_interval(hours => $2) FROM deployment_facts WHERE key = $1),
               (SELECT date_bin('1 hour', min(minute), 'epoch'::timestamptz) FROM bot_minutes)), now() - interval '90 days') AS since,
             date_bin('1 hour', now() - interval '2 minutes', 'epoch'::timestamptz) AS ended)
         SELECT date_bin('1 hour', since, 'epoch'::timestamptz) AS since, ended,
           least(ended, date_bin('1 hour', since, 'epoch'::timestamptz) + make_interval(hours => $3)) AS until
         FROM bounds WHERE since < ended`,
        [rolledKey, hoursAgain, hoursAtOnce],
      );
      const [slice] = rows as { since: Date; until: Date; ended: Date }[];
      if (!slice) return false;
      await client.query(
        `INSERT INTO bot_hours AS h (bot_id, hour, kind, door, updates, failures, max_ms, latency)
         SELECT bot_id, date_bin('1 hour', minute, 'epoch'::timestamptz), kind, door, sum(updates), sum(failures), max(max_ms),
           ARRAY[${latencySums}]::int[]
         FROM bot_minutes WHERE minute >= $1 AND minute < $2 GROUP BY 1, 2, 3, 4
         ON CONFLICT (bot_id, hour, kind, door) DO UPDATE SET updates = excluded.updates,
           failures = excluded.failures, max_ms = excluded.max_ms, latency = excluded.latency`,
        [slice.since, slice.until],
      );
      await client.query(
        `INSERT INTO deployment_facts (key, value, updated_at) VALUES ($1, to_jsonb($2::timestamptz), now())
         ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()`,
        [rolledKey, slice.until],
      );
      return slice.until < slice.ended;
    });
    if (!more) return;
  }
}

/** One bucket of one kind and door. */
export interface StatsRow {
  at: Date;
  kind: string;
  door: "webhook" | "polling";
  updates: number;
  failures: number;
  maxMs: number;
  latency: number[];
}

/** A span of time in buckets; times in milliseconds since the epoch, both at a bucket's border. */
export interface StatsSpan {
  from: number;
  to: number;
  bucketMs: number;
}

const hourMs = 3_600_000;

/**
 * A bot's counters in buckets; empty ones are left out. Buckets of hours and more are read from the hours as far as
 * they are added up, so that 90 days are some thousand rows.
 */
export async function findStats(data: Database, botId: number, span: StatsSpan): Promise<StatsRow[]> {
  const { from, to, bucketMs } = span;
  const byHours = bucketMs >= hourMs;
  const rolled = byHours ? await rolledUpTo(data.pool) : new Date(0);
  const { rows } = await data.pool.query({
    name: `bot-stats-${byHours ? "hours" : "minutes"}`,
    text: `SELECT date_bin(make_interval(secs => $4::float8 / 1000), at, 'epoch'::timestamptz) AS at, kind,
        door::text AS door, sum(updates)::int AS updates, sum(failures)::int AS failures, max(max_ms) AS "maxMs",
        ARRAY[${latencySums}]::int[] AS latency
      FROM (
        SELECT minute AS at, kind, door, updates, failures, max_ms, latency FROM bot_minutes
        WHERE bot_id = $1 AND minute >= greatest($2::timestamptz, $5::timestamptz) AND minute < $3
        ${
          byHours
            ? `UNION ALL SELECT hour, kind, door, updates, failures, max_ms, latency FROM bot_hours
               WHERE bot_id = $1 AND hour >= $2 AND hour < least($3::timestamptz, $5::timestamptz)`
            : ""
        }
      ) counted GROUP BY 1, 2, 3 ORDER BY 1`,
    values: [botId, new Date(from), new Date(to), bucketMs, rolled],
  });
  return (rows as StatsRow[]).map((row) => ({ ...row, latency: row.latency.map((count) => count ?? 0) }));
}

/** The sketches of a bot's chats, one an hour and process. */
export async function findChatSketches(
  data: Database,
  botId: number,
  { from, to }: Pick<StatsSpan, "from" | "to">,
): Promise<{ hour: Date; sketch: Buffer }[]> {
  const { rows } = await data.pool.query({
    name: "bot-chats",
    text: `SELECT hour, sketch FROM chat_sketches
      WHERE bot_id = $1 AND hour >= date_bin('1 hour', $2::timestamptz, 'epoch'::timestamptz) AND hour < $3 ORDER BY hour`,
    values: [botId, new Date(from), new Date(to)],
  });
  return rows as { hour: Date; sketch: Buffer }[];
}
