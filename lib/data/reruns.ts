import type { Database } from "./database";
import { mayBeAlive } from "./heartbeats";
import type { OpenUpdate } from "./open-updates";
import { inTransaction } from "./transaction";

/** Advisory locks under which a bot's reruns are given out: a class of numbers of their own. */
const rerunLock = 7413;

/** After this long anybody may take a rerun whose own process did not. Milliseconds. */
const orphanedMs = 5_000;

/** So often a rerun may kill its process before it is parked. */
const maxTries = 3;

/** An update to be handled again, and whether it had been handled before. */
export interface Rerun extends OpenUpdate {
  replayed: boolean;
}

/** Says that there is something to handle out of its turn. */
export async function announceReruns(data: Database, botId: number): Promise<void> {
  await data.pool.query("SELECT pg_notify('hookline_reruns', $1)", [String(botId)]);
}

/**
 * Asks for updates to be handled once more. Each names the attempts its asker has seen: where one was made
 * since, or another asker was first, nothing happens.
 *
 * @returns the arrivals of those that will be.
 */
export async function requestReruns(
  data: Database,
  request: { botId: number; by: number; updates: readonly { arrival: number; attempts: number }[] },
): Promise<number[]> {
  const { botId, by, updates } = request;
  const { rows } = await data.pool.query(
    `INSERT INTO reruns (bot_id, update_id, chat_id, attempt, requested_at, requested_by,
       before_state, before_error, before_actions, before_handled_at)
     SELECT u.bot_id, u.update_id, u.chat_id, u.attempts + 1, now(), $2, u.state, u.error, u.actions, u.handled_at
     FROM updates u JOIN unnest($3::bigint[], $4::int[]) AS seen(arrival, attempts)
       ON u.update_id = seen.arrival AND u.attempts = seen.attempts
     WHERE u.bot_id = $1 AND u.state IN ('handled', 'dead')
     ON CONFLICT (bot_id, update_id, attempt) DO NOTHING
     RETURNING update_id AS arrival`,
    [botId, by, updates.map((u) => u.arrival), updates.map((u) => u.attempts)],
  );
  if (rows.length > 0) await announceReruns(data, botId);
  return (rows as { arrival: number }[]).map(({ arrival }) => arrival);
}

/**
 * Bots with reruns for this process: a polled bot's belong to its poller, which has the chats' lanes; the others'
 * to any web process. Whoever asks may take what lies about for too long.
 */
export async function findRerunBots(
  data: Database,
  process: { id: number; kind: "web" | "sidecar" },
): Promise<number[]> {
  const { rows } = await data.pool.query({
    name: "rerun-bots",
    text: `SELECT DISTINCT b.id FROM user_bots b
      JOIN (SELECT bot_id, requested_at AS since FROM reruns WHERE done_at IS NULL AND requested_at IS NOT NULL
            UNION ALL SELECT bot_id, releasing_since FROM quarantined_chats WHERE releasing_since IS NOT NULL) w
        ON w.bot_id = b.id
      WHERE CASE WHEN b.active_door = 'polling' THEN b.lease_owner = $1 ELSE $2 = 'web' END
        OR w.since < now() - interval '${orphanedMs} milliseconds' ORDER BY b.id LIMIT 200`,
    values: [process.id, process.kind],
  });
  return (rows as { id: number }[]).map(({ id }) => id);
}

const undone = "r.done_at IS NULL AND r.requested_at IS NOT NULL";
const itsUpdate = "u.bot_id = r.bot_id AND u.update_id = r.update_id";
const heldBySomebody = `u.state = 'open' AND u.held_by NOT IN (0, $1) AND ${mayBeAlive("u.held_by")}`;

/**
 * Takes a bot's next reruns, in their order: those that wait, and those whose process died or whose handler failed
 * `retryAfterMs` ago. Only one process at a time works on the reruns of a bot, or their order would be lost.
 */
export async function takeReruns(
  data: Database,
  options: { botId: number; heldBy: number; retryAfterMs: number; limit: number },
): Promise<Rerun[]> {
  const { botId, heldBy, retryAfterMs, limit } = options;
  return inTransaction(data, async (client) => {
    const lock = await client.query("SELECT pg_try_advisory_xact_lock($1, $2) AS ours", [rerunLock, botId]);
    if (!(lock.rows[0] as { ours: boolean }).ours) return [];
    const others = await client.query(
      `SELECT 1 FROM reruns r JOIN updates u ON ${itsUpdate}
       WHERE ${undone} AND r.bot_id = $2 AND ${heldBySomebody} LIMIT 1`,
      [heldBy, botId],
    );
    if (others.rowCount) return [];
    const { rows } = await client.query(
      `WITH due AS (
         SELECT r.id, r.bot_id, r.update_id, r.before_state FROM reruns r JOIN updates u ON ${itsUpdate}
         WHERE ${undone} AND r.bot_id = $2
           AND CASE WHEN u.state <> 'open' THEN u.attempts < r.attempt
             WHEN u.held_by = 0 THEN r.tried_at < now() - make_interval(secs => $3::float8 / 1000)
             ELSE u.held_by <> $1 AND u.attempts < r.attempt + ${maxTries - 1} END
         ORDER BY r.update_id LIMIT $4 FOR UPDATE OF u SKIP LOCKED),
       tried AS (UPDATE reruns SET tried_at = now() FROM due WHERE reruns.id = due.id)
       UPDATE updates u SET state = 'open', held_by = $1, attempts = u.attempts + 1, error = NULL, actions = NULL,
         handled_at = NULL
       FROM due WHERE u.bot_id = due.bot_id AND u.update_id = due.update_id
       RETURNING u.bot_id AS "botId", u.update_id AS arrival, u.update_id - u.raised_by AS "updateId", u.kind, u.chat_id AS "chatId",
         u.door::text AS door, u.payload, u.attempts, due.before_state IS NOT NULL AS replayed`,
      [heldBy, botId, retryAfterMs, limit],
    );
    return (rows as Rerun[]).sort((a, b) => a.arrival - b.arrival);
  });
}

/** Closes the reruns of a bot whose attempt is through, and parks those that killed every process that tried. */
export async function settleReruns(data: Database, botId: number): Promise<void> {
  await data.pool.query(
    `UPDATE updates u SET state = 'dead', handled_at = now(),
       error = coalesce(u.error, 'The process died each time it handled this update.')
     FROM reruns r WHERE ${undone} AND r.bot_id = $1 AND ${itsUpdate} AND u.state = 'open' AND u.held_by <> 0
       AND NOT ${mayBeAlive("u.held_by")} AND u.attempts >= r.attempt + ${maxTries - 1}`,
    [botId],
  );
  await data.pool.query(
    `UPDATE reruns r SET done_at = now() FROM updates u
     WHERE ${undone} AND r.bot_id = $1 AND ${itsUpdate} AND u.state IN ('handled', 'dead')
       AND u.attempts >= r.attempt`,
    [botId],
  );
  // Of updates that retention has removed nothing is left to be done.
  await data.pool.query(
    `DELETE FROM reruns r WHERE r.bot_id = $1 AND r.done_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM updates u WHERE ${itsUpdate})`,
    [botId],
  );
}

/** An attempt that came before the latest, as it ended. */
export interface EarlierAttempt {
  attempt: number;
  state: "open" | "handled" | "dead" | "quarantined";
  error: string | null;
  actions: string | null;
  handledAt: Date | null;
}

/** What became of an update before each of its replays, and whether another attempt is on its way. */
export async function findReruns(
  data: Database,
  botId: number,
  arrival: number,
): Promise<{ earlier: EarlierAttempt[]; waiting: boolean }> {
  const rows = await data.prisma.rerun.findMany({
    where: { botId, arrival },
    orderBy: { attempt: "asc" },
    take: 100,
  });
  return {
    waiting: rows.some(({ doneAt, requestedAt }) => doneAt === null && requestedAt !== null),
    earlier: rows.flatMap(({ attempt, beforeState, beforeError, beforeActions, beforeHandledAt }) =>
      beforeState === null
        ? []
        : [
            {
              attempt: attempt - 1,
              state: beforeState,
              error: beforeError,
              actions: beforeActions,
              handledAt: beforeHandledAt,
            },
          ],
    ),
  };
}

/** Forgets the reruns of updates that retention has removed: they hold what bots said. */
export async function deleteStaleReruns(data: Database): Promise<void> {
  await data.pool.query(`DELETE FROM reruns r WHERE NOT EXISTS (SELECT 1 FROM updates u WHERE ${itsUpdate})`);
}
