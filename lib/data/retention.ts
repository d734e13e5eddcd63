import type { Database } from "./database";
import { deleteOldRateLimits } from "./rate-limits";
import { deleteStaleReruns } from "./reruns";
import { deleteOldSessions } from "./sessions";

/** Counters by the minute are kept so many days; by the hour, into which they are added up, longer. */
const minuteDays = 8;

/**
 * Deletes updates and counters past their time, in slices of 5,000 with a pause for ingest between them.
 *
 * @returns how many updates went.
 */
export async function deleteExpired(
  data: Database,
  updateDays: number,
  counterDays: number,
): Promise<number> {
  let gone = 0;
  for (;;) {
    const { rowCount } = await data.pool.query(
      `DELETE FROM updates WHERE ctid = ANY(ARRAY(
         SELECT ctid FROM updates WHERE received_at < now() - make_interval(days => $1)
           AND state <> 'open' LIMIT 5000))`,
      [updateDays],
    );
    gone += rowCount ?? 0;
    if ((rowCount ?? 0) < 5000) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await deleteStaleReruns(data);
  await deleteOldRateLimits(data);
  await deleteOldSessions(data);
  await data.pool.query(
    `DELETE FROM bot_minutes WHERE minute < least(now() - make_interval(days => $1),
       (SELECT (value #>> '{}')::timestamptz FROM deployment_facts WHERE key = 'stats.rolledUpTo'))`,
    [minuteDays],
  );
  await data.pool.query("DELETE FROM bot_hours WHERE hour < now() - make_interval(days => $1)", [
    counterDays,
  ]);
  await data.pool.query("DELETE FROM chat_sketches WHERE hour < now() - make_interval(days => $1)", [
    counterDays,
  ]);
  await data.pool.query("DELETE FROM fleet_minutes WHERE minute < now() - make_interval(days => $1)", [
    counterDays,
  ]);
  await data.pool.query("DELETE FROM call_failures WHERE last_at < now() - interval '7 days'");
  return gone;
}
