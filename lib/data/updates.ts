import { joinRecords, numberArray, splitRecords } from "./array-params";
import type { Database } from "./database";
import { isDuplicate } from "./duplicate";

export type DoorName = "webhook" | "polling";

/** An update as a door hands it over, ready to be stored. */
export interface NewUpdate {
  botId: number;
  /** Telegram's number. */
  updateId: number;
  /** Its place in the bot's order of arrival, and the key of its row; the pipeline finds it (lib/arrival). */
  arrival: number;
  kind: string;
  chatId: number | null;
  door: DoorName;
  /** The JSON as Telegram sent it. */
  payload: string;
}

/** What became of an update. */
export interface Outcome {
  botId: number;
  arrival: number;
  /** open: released, to be handled again later. */
  state: "open" | "handled" | "dead";
  error: string | null;
  /** JSON array of what the bot did. */
  actions: string | null;
}

/** What a row says from the start: an open one is held by this process with its first attempt begun. */
export interface FirstOutcome {
  state: Outcome["state"];
  error: string | null;
  actions: string | null;
}

/** A text for joinRecords: control characters, which JSON never holds, would split it. */
const plain = (text: string | null): string => (text === null ? "" : text.replaceAll(/\p{Cc}/gu, " "));

/** Gives rows of updates for what insertUpdates says of them. */
const insertRows = `INSERT INTO updates (bot_id, update_id, raised_by, kind, chat_id, door, payload, attempts, state, error, actions,
    held_by, handled_at, tried_at)
  SELECT d.bot_id, d.arrival, d.raised_by, d.kind, d.chat_id, d.door::door, d.payload, 1,
    CASE d.state WHEN 'released' THEN 'open' ELSE d.state END::update_state,
    nullif(d.error, ''), nullif(d.actions, ''), CASE d.state WHEN 'released' THEN 0 ELSE $1 END,
    CASE WHEN d.state IN ('handled', 'dead') THEN now() END,
    CASE d.state WHEN 'released' THEN now() END
  FROM unnest($2::int[], $3::bigint[], $4::bigint[], $5::bigint[], ${[6, 7, 8, 9, 10, 11].map((n) => splitRecords(`$${n}`)).join(", ")})
    AS d(bot_id, arrival, raised_by, chat_id, kind, door, state, payload, error, actions)
  WHERE d.bot_id IS NOT NULL`;

/**
 * Stores updates that are not stored yet, open or with their outcome. One statement, one commit for the
 * whole batch: a bare INSERT, which a duplicate ends, where none is expected. Looking for duplicates first
 * would find each row's place in the index twice.
 *
 * @param expectsDuplicates looks for them at once.
 * @returns for each update, in order, whether it was new; of two deliveries of one update in a batch the
 * first is.
 */
export async function insertUpdates(
  data: Database,
  heldBy: number,
  given: readonly (NewUpdate & FirstOutcome)[],
  expectsDuplicates = false,
): Promise<boolean[]> {
  // In the index's order: neighbours are found in the processor's cache, and two batches never wait for each other in a circle.
  const batch = [...given].sort((a, b) => a.botId - b.botId || a.arrival - b.arrival);
  const values = [
    heldBy,
    numberArray(batch.map((u) => u.botId)),
    numberArray(batch.map((u) => u.arrival)),
    numberArray(batch.map((u) => u.arrival - u.updateId)),
    numberArray(batch.map((u) => u.chatId)),
    joinRecords(batch.map((u) => u.kind)),
    joinRecords(batch.map((u) => u.door)),
    // An open row with an error is one whose handler failed: it waits for the recovery.
    joinRecords(batch.map((u) => (u.state === "open" && u.error !== null ? "released" : u.state))),
    joinRecords(batch.map((u) => u.payload)),
    joinRecords(batch.map((u) => plain(u.error))),
    joinRecords(batch.map((u) => u.actions ?? "")),
  ];
  if (!expectsDuplicates) {
    try {
      await data.pool.query({ name: "insert-updates", text: insertRows, values });
      return given.map(() => true);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }
  const { rows } = await data.pool.query({
    name: "insert-new-updates",
    text: `WITH stored AS (${insertRows} ON CONFLICT DO NOTHING RETURNING bot_id, update_id)
      SELECT array_agg(bot_id || ':' || update_id) AS keys FROM stored`,
    values,
  });
  const [{ keys }] = rows as [{ keys: string[] | null }];
  const added = new Set(keys);
  return given.map(({ botId, arrival }) => added.delete(`${botId}:${arrival}`));
}

/**
 * Writes outcomes; a row that another process has taken over meanwhile stays untouched.
 *
 * Each row is found by its key, and PostgreSQL needs two hints for that. The cast keeps it from the index of open
 * updates, which it takes for next to empty and would read whole, with all that were closed since the last vacuum.
 * The limit makes it count on one row: a plan of a new deployment's first minute would read the table whole.
 */
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
        held_by = CASE WHEN d.state = 'open' THEN 0 ELSE u.held_by END,
        tried_at = CASE WHEN d.state = 'open' THEN now() END
      FROM (
        SELECT * FROM unnest($1::int[], $2::bigint[], ${splitRecords("$3")}, ${splitRecords("$4")}, ${splitRecords("$5")})
          AS d(bot_id, arrival, state, error, actions) LIMIT $7) d
      WHERE u.bot_id = d.bot_id AND u.update_id = d.arrival AND u.held_by = $6 AND u.state::text = 'open'`,
    values: [
      numberArray(batch.map((o) => o.botId)),
      numberArray(batch.map((o) => o.arrival)),
      joinRecords(batch.map((o) => o.state)),
      joinRecords(batch.map((o) => plain(o.error))),
      joinRecords(batch.map((o) => o.actions ?? "")),
      heldBy,
      batch.length,
    ],
  });
}

export function findUpdate(data: Database, botId: number, arrival: number) {
  return data.prisma.update.findUnique({ where: { botId_arrival: { botId, arrival } } });
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
