import { lockedBots } from "./bot-locks";
import { tellChanged } from "./changed-bots";
import type { Database } from "./database";
import { mayBeAlive } from "./heartbeats";

/** One process's right to poll a bot, until it expires; the fence grows with every new owner. */
export interface Lease {
  botId: number;
  fence: number;
}

/** Bots that are to be polled: active, with the polling door open. */
const pollable = "active_door = 'polling' AND status = 'active'";

/** Leases of processes that were killed, whose bots need not wait for them to run out. */
const leftByTheDead = `lease_owner IN (SELECT p.id FROM process_heartbeats p
  WHERE p.seen_at > now() - interval '1 day' AND NOT ${mayBeAlive("p.id")})`;

/** What is to be shared out. */
export interface Polling {
  /** How many bots are to be polled by somebody. */
  bots: number;
  /** How many sidecars share them. */
  sidecars: number;
  /** Some bots are leased to a process that was killed. */
  orphaned: boolean;
}

/** @param withinMs a sidecar that has not beaten within this many milliseconds is paused, and renews no lease. */
export async function countPolling(data: Database, withinMs: number): Promise<Polling> {
  const { rows } = await data.pool.query({
    name: "count-polling",
    text: `SELECT (SELECT count(*)::int FROM user_bots WHERE ${pollable}) AS bots,
      (SELECT count(*)::int FROM process_heartbeats p WHERE kind = 'sidecar'
         AND seen_at > now() - make_interval(secs => $1::float8 / 1000) AND ${mayBeAlive("p.id")}) AS sidecars,
      EXISTS (SELECT FROM user_bots WHERE ${leftByTheDead}) AS orphaned`,
    values: [withinMs],
  });
  return rows[0] as Polling;
}

/** Frees the leases of processes that were killed. */
export async function freeDeadLeases(data: Database): Promise<void> {
  await data.pool.query({
    name: "free-dead-leases",
    text: `UPDATE user_bots b SET lease_owner = NULL, lease_expires_at = NULL
      FROM ${lockedBots(leftByTheDead)} freed
      WHERE b.id = freed.id`,
  });
}

/** Takes up to `limit` free or expired leases, of any bots but those in `except`. */
export async function acquireLeases(
  data: Database,
  owner: number,
  ttlMs: number,
  limit: number,
  except: readonly number[] = [],
): Promise<Lease[]> {
  const { rows } = await data.pool.query({
    name: "acquire-leases",
    text: `UPDATE user_bots b SET lease_owner = $1, lease_fence = b.lease_fence + 1,
        lease_expires_at = now() + make_interval(secs => $2::float8 / 1000)
      FROM (SELECT id FROM user_bots
            WHERE ${pollable} AND (lease_owner IS NULL OR lease_expires_at < now())
              AND id <> ALL ($4::int[])
            ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED) free
      WHERE b.id = free.id RETURNING b.id AS "botId", b.lease_fence AS fence`,
    values: [owner, ttlMs, limit, [...except]],
  });
  return rows as Lease[];
}

/** Bots by their ids, the first and the last included. */
export interface BotRange {
  from: number;
  to: number;
}

/** PostgreSQL's largest integer. */
const highestId = 2 ** 31 - 1;

/** Divides all ids there can be into ranges, none with more than `most` of these in it. */
export function rangesOf(ids: readonly number[], most: number): BotRange[] {
  const sorted = [...ids].sort((a, b) => a - b);
  const starts = [0, ...sorted.filter((_, i) => i > 0 && i % most === 0)];
  return starts.map((from, i) => ({ from, to: (starts[i + 1] ?? highestId + 1) - 1 }));
}

/**
 * Prolongs the unexpired leases of an owner on the bots of a range.
 *
 * @returns those that it still owns and may poll.
 */
export async function renewLeases(
  data: Database,
  owner: number,
  ttlMs: number,
  { from, to }: BotRange,
): Promise<number[]> {
  const { rows } = await data.pool.query({
    name: "renew-leases",
    // One text: ten thousand rows would cost the owner more than the whole statement costs PostgreSQL.
    text: `WITH renewed AS (
        UPDATE user_bots b SET lease_expires_at = now() + make_interval(secs => $2::float8 / 1000)
        FROM ${lockedBots("lease_owner = $1 AND lease_expires_at >= now() AND id BETWEEN $3 AND $4")} mine
        WHERE b.id = mine.id RETURNING b.id, ${pollable} AS pollable)
      SELECT string_agg(id::text, ',') AS ids FROM renewed WHERE pollable`,
    values: [owner, ttlMs, from, to],
  });
  const [{ ids }] = rows as [{ ids: string | null }];
  return ids?.split(",").map(Number) ?? [];
}

/** Gives leases back, so that the next owner need not wait for their end. */
export async function releaseLeases(data: Database, owner: number, leases: readonly Lease[]): Promise<void> {
  await data.pool.query(
    `UPDATE user_bots b SET lease_owner = NULL, lease_expires_at = NULL
     FROM ${lockedBots("id = ANY ($2::int[])")} mine, unnest($2::int[], $3::int[]) AS d(id, fence)
     WHERE b.id = mine.id AND b.id = d.id AND b.lease_fence = d.fence AND b.lease_owner = $1`,
    [owner, leases.map((l) => l.botId), leases.map((l) => l.fence)],
  );
}

/** What a poll loop tells about itself. */
export interface PollReport extends Lease {
  offset: number;
  /** How many milliseconds ago the last poll was answered; null before the first. */
  lastPollAgoMs: number | null;
  error: string | null;
  /** The failure's class; null after a success. */
  failure: string | null;
}

/**
 * Writes what the loops report; a report under an old fence changes nothing. Who listens is told of bots whose polls
 * have begun or ceased to fail: a page that shows the one would not hear of the other from the judge, where both
 * come between two judgements.
 */
export async function writePollReports(
  data: Database,
  owner: number,
  reports: readonly PollReport[],
): Promise<void> {
  await data.pool.query({
    name: "poll-reports",
    text: `WITH written AS (UPDATE user_bots b SET poll_offset = d.poll_offset, poll_error = nullif(d.error, ''),
        poll_failure = nullif(d.failure, ''),
        poll_failing_since = CASE WHEN d.failure = '' THEN NULL
          WHEN b.poll_failure = d.failure THEN coalesce(b.poll_failing_since, now()) ELSE now() END,
        last_poll_at = coalesce(now() - make_interval(secs => d.ago / 1000), b.last_poll_at)
      FROM ${lockedBots("id = ANY ($2::int[])")} mine, user_bots before,
        unnest($2::int[], $3::int[], $4::bigint[], $5::float8[], $6::text[], $7::text[])
        AS d(id, fence, poll_offset, ago, error, failure)
      WHERE b.id = mine.id AND b.id = d.id AND b.id = before.id AND b.lease_fence = d.fence AND b.lease_owner = $1
      RETURNING b.id, b.poll_failure IS DISTINCT FROM before.poll_failure AS turned)
      ${tellChanged("written WHERE turned")}`,
    values: [
      owner,
      reports.map((r) => r.botId),
      reports.map((r) => r.fence),
      reports.map((r) => r.offset),
      reports.map((r) => r.lastPollAgoMs),
      reports.map((r) => r.error ?? ""),
      reports.map((r) => r.failure ?? ""),
    ],
  });
}

/** Whether nobody holds an unexpired lease on the bot. */
export async function leaseIsFree(data: Database, botId: number): Promise<boolean> {
  const { rows } = await data.pool.query(
    "SELECT lease_owner IS NULL OR lease_expires_at < now() AS free FROM user_bots WHERE id = $1",
    [botId],
  );
  return (rows[0] as { free: boolean } | undefined)?.free ?? true;
}
