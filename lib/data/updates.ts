import type { Database } from "./database";
import { holdsPresence, mayBeAlive } from "./heartbeats";

export type DoorName = "webhook" | "polling";

/** An update as a door hands it over, ready to be stored. */
export interface NewUpdate {
  botId: number;
  updateId: number;
  kind: string;
  chatId: number | null;
  door: DoorName;
  /** The JSON as Telegram sent it. */
  payload: string;
}

/** A stored update that has to be handled again. */
export interface OpenUpdate extends NewUpdate {
  attempts: number;
}

/** SQL for an open update that a process which stopped, or lost its lease, did not come to. */
const leftBehind = "(held_by = 0 AND error IS NULL)";

/** The columns of an OpenUpdate. */
const openUpdate = `bot_id AS "botId", update_id AS "updateId", kind, chat_id AS "chatId", door::text AS door,
  payload, attempts`;

/** What became of an update. */
export interface Outcome {
  botId: number;
  updateId: number;
  /** open: released, to be handled again later. */
  state: "open" | "handled" | "dead";
  error: string | null;
  /** JSON array of what the bot did. */
  actions: string | null;
}

/** How often an update is handed to its handler before it is parked. */
export const mostAttempts = 5;

/**
 * Joins texts for one parameter. U+001E may not occur in JSON (RFC 8259, 7), so splitting on it in
 * PostgreSQL is safe, and far cheaper than escaping every quote for an array literal. The separator at the
 * end keeps one empty text from becoming an empty array; it makes one element too many.
 */
const joinRecords = (texts: string[]): string => `${texts.join("\u001e")}\u001e`;
const splitRecords = (param: string): string => `string_to_array(${param}, E'\\x1e')`;

/** An array literal of numbers, which pg would make by escaping each of them. */
const numberArray = (numbers: (number | null)[]): string =>
  `{${numbers.map((number) => number ?? "NULL").join(",")}}`;

/** Which update, and the door at which it is delivered now. */
export interface UpdateKey {
  botId: number;
  updateId: number;
  door: DoorName;
  /** false: Telegram has not delivered it to us now, so nothing says that an earlier answer did not arrive. */
  delivered?: boolean;
}

/** What a row says from the start: an open one is held by this process with its first attempt begun. */
export interface FirstOutcome {
  state: Outcome["state"];
  error: string | null;
  actions: string | null;
}

/** A text for joinRecords: control characters, which JSON never holds, would split it. */
const plain = (text: string | null): string => (text === null ? "" : text.replaceAll(/\p{Cc}/gu, " "));

/**
 * Stores updates that are not stored yet, open or with their outcome. One statement, one commit for the
 * whole batch.
 *
 * @returns for each update, in order, whether it was new; of two deliveries of one update in a batch the
 * first is.
 */
export async function insertUpdates(
  data: Database,
  heldBy: number,
  batch: readonly (NewUpdate & FirstOutcome)[],
): Promise<boolean[]> {
  const { rows } = await data.pool.query({
    name: "insert-updates",
    // Nearly always all are new: then their number says so, and no keys travel.
    text: `WITH stored AS (
      INSERT INTO updates (bot_id, update_id, kind, chat_id, door, payload, attempts, state, error, actions,
          held_by, handled_at)
      SELECT d.bot_id, d.update_id, d.kind, d.chat_id, d.door::door, d.payload, 1,
        CASE d.state WHEN 'released' THEN 'open' ELSE d.state END::update_state,
        nullif(d.error, ''), nullif(d.actions, ''), CASE d.state WHEN 'released' THEN 0 ELSE $1 END,
        CASE WHEN d.state IN ('handled', 'dead') THEN now() END
      FROM unnest($2::int[], $3::bigint[], $4::bigint[], ${[5, 6, 7, 8, 9, 10].map((n) => splitRecords(`$${n}`)).join(", ")})
        AS d(bot_id, update_id, chat_id, kind, door, state, payload, error, actions)
      WHERE d.bot_id IS NOT NULL
      ON CONFLICT DO NOTHING RETURNING bot_id, update_id)
    SELECT CASE WHEN count(*) < cardinality($2) THEN array_agg(bot_id || ':' || update_id) END AS keys,
      count(*)::int AS n FROM stored`,
    values: [
      heldBy,
      numberArray(batch.map((u) => u.botId)),
      numberArray(batch.map((u) => u.updateId)),
      numberArray(batch.map((u) => u.chatId)),
      joinRecords(batch.map((u) => u.kind)),
      joinRecords(batch.map((u) => u.door)),
      // An open row with an error is one whose handler failed: it waits for the sweep.
      joinRecords(batch.map((u) => (u.state === "open" && u.error !== null ? "released" : u.state))),
      joinRecords(batch.map((u) => u.payload)),
      joinRecords(batch.map((u) => plain(u.error))),
      joinRecords(batch.map((u) => u.actions ?? "")),
    ],
  });
  const [{ keys, n }] = rows as [{ keys: string[] | null; n: number }];
  if (n === batch.length) return batch.map(() => true);
  const added = new Set(keys);
  return batch.map(({ botId, updateId }) => added.delete(`${botId}:${updateId}`));
}

/**
 * How a stored update stands:
 * - taken: this process has just taken it over from a dead one, or stored it without being told so, and is
 *   to handle it.
 * - unanswered: it was handled, but the process died with the answer that carried the reply; as the sender
 *   asks again, the reply did not arrive. It is ours to send now.
 * - held: somebody is at it, or it is not known yet whether its holder lives.
 * - closed: nothing is left to do.
 */
export type Standing =
  | { standing: "taken"; attempts: number }
  | { standing: "unanswered"; actions: string }
  | { standing: "held" | "closed" };

/**
 * Looks at an update that was stored before, and takes it over where the process that held it is dead.
 * Asked for no update that this process works on.
 */
export async function takeOverUpdate(
  data: Database,
  heldBy: number,
  { botId, updateId, door, delivered = true }: UpdateKey,
): Promise<Standing> {
  const { rows } = await data.pool.query({
    name: "update-standing",
    text: `SELECT u.state, u.attempts, u.held_by AS "heldBy", u.actions LIKE '%"via":"webhook-reply"%' AS replied,
        $3 = 'polling' OR coalesce(b.webhook_set_at > u.handled_at, false) AS switched
      FROM updates u JOIN user_bots b ON b.id = u.bot_id WHERE u.bot_id = $1 AND u.update_id = $2`,
    values: [botId, updateId, door],
  });
  const row = rows[0] as
    | {
        state: Outcome["state"] | "quarantined";
        attempts: number;
        heldBy: number;
        replied: boolean | null;
        switched: boolean;
      }
    | undefined;
  if (!row || row.state === "dead" || row.state === "quarantined") return { standing: "closed" };
  if (row.state === "handled") {
    if (!row.replied || !delivered) return { standing: "closed" };
    // Telegram drops the answers under way when a webhook is changed or deleted, and delivers again.
    // And held by nobody means that the sender hung up before the answer.
    if (row.switched || row.heldBy === 0)
      return takeAnswer(data, heldBy, { botId, updateId, door }, row.heldBy);
    if (row.heldBy === heldBy) return { standing: "closed" };
    return takeOverAnswer(data, heldBy, { botId, updateId, door }, row.heldBy);
  }
  const taken = await data.pool.query({
    name: "take-over-update",
    text: `UPDATE updates SET held_by = $1, attempts = attempts + 1
      WHERE bot_id = $2 AND update_id = $3 AND state = 'open' AND held_by = $4 AND attempts < $5
        AND (${leftBehind} OR (held_by NOT IN (0, $1) AND NOT ${mayBeAlive("held_by")})) RETURNING attempts`,
    values: [heldBy, botId, updateId, row.heldBy, mostAttempts],
  });
  const [taking] = taken.rows as { attempts: number }[];
  if (taking) return { standing: "taken", attempts: taking.attempts };
  // Ours, and the caller knows nothing of it: the commit's answer was lost with the database's connection.
  if (row.heldBy === heldBy) return { standing: "taken", attempts: row.attempts };
  // A row whose handler failed waits for the sweep; nobody needs to wait for that.
  return { standing: row.heldBy === 0 ? "closed" : "held" };
}

/** The sender hung up: whoever is asked for this update next gives the reply. */
export async function markUnanswered(
  data: Database,
  heldBy: number,
  { botId, updateId }: { botId: number; updateId: number },
): Promise<void> {
  await data.pool.query({
    name: "mark-unanswered",
    text: `UPDATE updates SET held_by = 0
      WHERE bot_id = $2 AND update_id = $3 AND held_by = $1 AND state = 'handled'`,
    values: [heldBy, botId, updateId],
  });
}

/**
 * Opens a handled update again whose reply missed the answer that should have carried it, so that it can go by
 * the API.
 *
 * @returns false where somebody else has taken the reply to give it.
 */
export async function reopenUpdate(
  data: Database,
  heldBy: number,
  { botId, updateId }: { botId: number; updateId: number },
): Promise<boolean> {
  const { rowCount } = await data.pool.query({
    name: "reopen-update",
    text: `UPDATE updates SET state = 'open', handled_at = NULL, actions = NULL
      WHERE bot_id = $2 AND update_id = $3 AND held_by = $1 AND state = 'handled'
        AND actions LIKE '%"via":"webhook-reply"%'`,
    values: [heldBy, botId, updateId],
  });
  return rowCount === 1;
}

/** A process that stopped cleanly has answered all it handled, and has left no row behind; a killed one has. */
async function takeOverAnswer(
  data: Database,
  heldBy: number,
  key: UpdateKey,
  holder: number,
): Promise<Standing> {
  const { rows } = await data.pool.query({
    name: "holder-state",
    text: `SELECT ${mayBeAlive("$1::int")} AS alive, ${holdsPresence("$1::int")} AS present,
      EXISTS (SELECT 1 FROM process_heartbeats WHERE id = $1::int) AS known`,
    values: [holder],
  });
  const { alive, present, known } = rows[0] as { alive: boolean; present: boolean; known: boolean };
  if (present || !known) return { standing: "closed" };
  if (alive) return { standing: "held" };
  return takeAnswer(data, heldBy, key, holder);
}

/**
 * Makes the reply ours to give, once: through the new answer, or by the API where it came by polling. Its holder
 * may find out meanwhile that its answer was not taken, and let go of it.
 */
async function takeAnswer(
  data: Database,
  heldBy: number,
  { botId, updateId, door }: UpdateKey,
  holder: number,
): Promise<Standing> {
  const { rows } = await data.pool.query({
    name: "take-answer",
    text: `UPDATE updates u SET held_by = $1, handled_at = now(), actions = CASE WHEN $5 = 'polling'
        THEN replace(u.actions, '"via":"webhook-reply"', '"via":"api"') ELSE u.actions END
      FROM updates old
      WHERE u.bot_id = $2 AND u.update_id = $3 AND u.held_by IN (0, $4)
        AND old.bot_id = u.bot_id AND old.update_id = u.update_id AND u.handled_at = old.handled_at
        AND u.actions LIKE '%"via":"webhook-reply"%' RETURNING old.actions`,
    values: [heldBy, botId, updateId, holder, door],
  });
  const [taken] = rows as { actions: string }[];
  if (taken) return { standing: "unanswered", actions: taken.actions };
  // Its holder found out first that the answer is too late, and is giving the reply by the API: it is not over yet.
  const { rows: now } = await data.pool.query({
    name: "update-state",
    text: "SELECT state FROM updates WHERE bot_id = $1 AND update_id = $2",
    values: [botId, updateId],
  });
  return { standing: (now[0] as { state: string } | undefined)?.state === "open" ? "held" : "closed" };
}

/**
 * Takes up to `limit` open updates that nobody works on: those of processes that died or stopped at once,
 * released ones (their handler failed) after `retryAfterMs` times the attempts made. Rows on their last attempt
 * are parked as dead instead.
 */
export async function takeOrphans(
  data: Database,
  options: { heldBy: number; retryAfterMs: number; limit: number },
): Promise<OpenUpdate[]> {
  const { heldBy, retryAfterMs, limit } = options;
  const due = `state = 'open' AND held_by <> $1 AND (
      ${leftBehind}
      OR (held_by = 0 AND received_at < now() - make_interval(secs => $2::float8 / 1000 * attempts))
      OR (held_by <> 0 AND NOT ${mayBeAlive("held_by")}))`;
  await data.pool.query(
    `UPDATE updates SET state = 'dead', handled_at = now(),
       error = coalesce(error, 'The process died ' || attempts || ' times while it handled this update.')
     WHERE ${due} AND attempts >= $3`,
    [heldBy, retryAfterMs, mostAttempts],
  );
  const { rows } = await data.pool.query(
    `UPDATE updates u SET held_by = $1, attempts = u.attempts + 1
     FROM (SELECT bot_id, update_id FROM updates WHERE ${due}
           ORDER BY bot_id, update_id LIMIT $3 FOR UPDATE SKIP LOCKED) d
     WHERE u.bot_id = d.bot_id AND u.update_id = d.update_id
     RETURNING u.bot_id AS "botId", u.update_id AS "updateId", u.kind, u.chat_id AS "chatId",
       u.door::text AS door, u.payload, u.attempts`,
    [heldBy, retryAfterMs, limit],
  );
  return (rows as OpenUpdate[]).sort((a, b) => a.botId - b.botId || a.updateId - b.updateId);
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

/** Writes outcomes; a row that another process has taken over meanwhile stays untouched. */
export async function writeOutcomes(
  data: Database,
  heldBy: number,
  batch: readonly Outcome[],
): Promise<void> {
  await data.pool.query({
    name: "write-outcomes",
    text: `UPDATE updates u SET state = d.state::update_state, error = nullif(d.error, ''),
        actions = nullif(d.actions, ''),
        handled_at = CASE WHEN d.state = 'open' THEN NULL ELSE now() END,
        held_by = CASE WHEN d.state = 'open' THEN 0 ELSE u.held_by END
      FROM unnest($1::int[], $2::bigint[], ${splitRecords("$3")}, ${splitRecords("$4")}, ${splitRecords("$5")})
        AS d(bot_id, update_id, state, error, actions)
      WHERE u.bot_id = d.bot_id AND u.update_id = d.update_id AND u.held_by = $6 AND u.state = 'open'`,
    values: [
      numberArray(batch.map((o) => o.botId)),
      numberArray(batch.map((o) => o.updateId)),
      joinRecords(batch.map((o) => o.state)),
      joinRecords(batch.map((o) => plain(o.error))),
      joinRecords(batch.map((o) => o.actions ?? "")),
      heldBy,
    ],
  });
}

/** Open updates of these bots that other processes hold or left behind, in Telegram's order. */
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

export function findUpdate(data: Database, botId: number, updateId: number) {
  return data.prisma.update.findUnique({ where: { botId_updateId: { botId, updateId } } });
}

/** Removes a bot's updates in slices, so that no long transaction holds up ingest. */
export async function deleteUpdatesOf(data: Database, botId: number): Promise<void> {
  for (;;) {
    const { rowCount } = await data.pool.query(
      `DELETE FROM updates WHERE ctid = ANY(ARRAY(SELECT ctid FROM updates WHERE bot_id = $1 LIMIT 5000))`,
      [botId],
    );
    if (!rowCount) break;
  }
  for (const table of ["bot_minutes", "bot_hours", "chat_sketches"]) {
    await data.pool.query(`DELETE FROM ${table} WHERE bot_id = $1`, [botId]);
  }
}
