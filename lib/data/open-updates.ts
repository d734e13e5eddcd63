import type { Database } from "./database";
import { mayBeAlive } from "./heartbeats";
import type { NewUpdate } from "./updates";

/** A stored update that has to be handled again. */
export interface OpenUpdate extends NewUpdate {
  attempts: number;
}

/** SQL for an open update that a process which stopped, or lost its lease, did not come to. */
export const leftBehind = "(held_by = 0 AND error IS NULL)";

/** The columns of an OpenUpdate. */
const openUpdate = `bot_id AS "botId", update_id AS arrival, update_id - raised_by AS "updateId", kind, chat_id AS "chatId", door::text AS door,
  payload, attempts`;

/** How often an update is handed to its handler before it is parked. */
export const maxAttempts = 5;

/**
 * Takes up to `limit` open updates that nobody works on: those of processes that died or stopped at once,
 * released ones (their handler failed) when `retryAfterMs` times the attempts made have passed since their last try. Rows on their last attempt
 * are parked as dead instead.
 */
export async function takeOrphans(
  data: Database,
  options: { heldBy: number; retryAfterMs: number; limit: number },
): Promise<OpenUpdate[]> {
  const { heldBy, retryAfterMs, limit } = options;
  const due = `state = 'open' AND held_by <> $1 AND (
      ${leftBehind}
      OR (held_by = 0 AND coalesce(tried_at, received_at) < now() - make_interval(secs => $2::float8 / 1000 * attempts))
      OR (held_by <> 0 AND NOT ${mayBeAlive("held_by")}))`;
  await data.pool.query(
    `UPDATE updates SET state = 'dead', handled_at = now(),
       error = coalesce(error, 'The process died ' || attempts || ' times while it handled this update.')
     WHERE ${due} AND attempts >= $3`,
    [heldBy, retryAfterMs, maxAttempts],
  );
  const { rows } = await data.pool.query(
    `UPDATE updates u SET held_by = $1, attempts = u.attempts + 1
     FROM (SELECT bot_id, update_id FROM updates WHERE ${due}
           ORDER BY bot_id, update_id LIMIT $3 FOR UPDATE SKIP LOCKED) d
     WHERE u.bot_id = d.bot_id AND u.update_id = d.update_id
     RETURNING u.bot_id AS "botId", u.update_id AS arrival, u.update_id - u.raised_by AS "updateId", u.kind, u.chat_id AS "chatId",
       u.door::text AS door, u.payload, u.attempts`,
    [heldBy, retryAfterMs, limit],
  );
  return (rows as OpenUpdate[]).sort((a, b) => a.botId - b.botId || a.arrival - b.arrival);
}

/** Open updates that a process holds by their row, for half a minute at least. */
export async function findHeldUpdates(data: Database, heldBy: number): Promise<OpenUpdate[]> {
  const { rows } = await data.pool.query(
    `SELECT ${openUpdate} FROM updates WHERE state = 'open' AND held_by = $1
       AND received_at < now() - interval '30 seconds'
     ORDER BY bot_id, update_id`,
    [heldBy],
  );
  return rows as OpenUpdate[];
}

/** Open updates of these bots that other processes hold or left behind, in their order of arrival. */
export async function findOthersOpen(
  data: Database,
  heldBy: number,
  botIds: readonly number[],
): Promise<OpenUpdate[]> {
  const { rows } = await data.pool.query({
    name: "others-open",
    text: `SELECT ${openUpdate} FROM updates
      WHERE state = 'open' AND (${leftBehind} OR held_by NOT IN (0, $1)) AND bot_id = ANY ($2::int[])
      ORDER BY bot_id, update_id`,
    values: [heldBy, [...botIds]],
  });
  return rows as OpenUpdate[];
}
