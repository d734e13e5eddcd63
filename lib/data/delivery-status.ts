import type { Database } from "./database";
import { holdsPresence, mayBeAlive } from "./heartbeats";
import { leftBehind, maxAttempts } from "./open-updates";
import type { DoorName, Outcome } from "./updates";

/** Which update, and the door at which it is delivered now. */
export interface UpdateKey {
  botId: number;
  updateId: number;
  door: DoorName;
  /** false: Telegram has not delivered it to us now, so nothing says that an earlier answer did not arrive. */
  delivered?: boolean;
}

/**
 * How a stored update stands:
 * - taken: this process has just taken it over from a dead one, or stored it without being told so, and is
 *   to handle it.
 * - unanswered: it was handled, but the process died with the answer that carried the reply; as the sender
 *   asks again, the reply did not arrive. It is ours to send now.
 * - held: somebody is at it, or it is not known yet whether its holder lives; `handled` where the latter decides
 *   whether its reply was given.
 * - closed: nothing is left to do.
 */
export type Standing =
  | { standing: "taken"; attempts: number }
  | { standing: "unanswered"; actions: string }
  | { standing: "held"; handled?: true }
  | { standing: "closed" };

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
        $3 = 'polling' OR b.switching_since IS NOT NULL OR coalesce(b.webhook_set_at > u.handled_at, false) AS switched
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
    // Telegram drops the answers under way when a webhook is changed or deleted, and delivers again: at once, before
    // who has set it can write down that it is set. And held by nobody means that the sender hung up before the answer.
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
    values: [heldBy, botId, updateId, row.heldBy, maxAttempts],
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
  if (alive) return { standing: "held", handled: true };
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
