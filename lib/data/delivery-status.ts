import type { Database } from "./database";
import { holdsPresence, mayBeAlive } from "./heartbeats";
import { leftBehind, maxAttempts } from "./open-updates";
import type { DoorName, Outcome } from "./updates";

/** Which update, and the door at which it is delivered now. */
export interface UpdateKey {
  botId: number;
  arrival: number;
  door: DoorName;
  /** false: Telegram has not delivered it to us now, so nothing says that an earlier answer did not arrive. */
  delivered?: boolean;
}

/**
 * Where an update that was stored before stands:
 * - ours: this process is to handle it: it has just taken it over from a dead one, or stored it without being told so.
 * - held: another process works on it, or it is not known yet whether its holder lives; `handled` where the latter decides
 *   whether its reply was given.
 * - reply owed: it was handled, but the answer that carried its reply did not arrive, as the sender asks again. The
 *   reply is ours to give now; `actions` has it.
 * - closed: nothing is left to do.
 */
export type DeliveryStatus =
  | { status: "ours"; attempts: number }
  | { status: "held"; handled?: true }
  | { status: "reply owed"; actions: string }
  | { status: "closed" };

/**
 * Looks at an update that was stored before, and takes it over where the process that held it is dead.
 * Asked for no update that this process works on.
 */
export async function takeOverUpdate(
  data: Database,
  heldBy: number,
  { botId, arrival, door, delivered = true }: UpdateKey,
): Promise<DeliveryStatus> {
  const { rows } = await data.pool.query({
    name: "delivery-status",
    text: `SELECT u.state, u.attempts, u.held_by AS "heldBy", u.actions LIKE '%"via":"webhook-reply"%' AS replied,
        $3 = 'polling' OR b.switching_since IS NOT NULL OR coalesce(b.webhook_set_at > u.handled_at, false) AS switched
      FROM updates u JOIN user_bots b ON b.id = u.bot_id WHERE u.bot_id = $1 AND u.update_id = $2`,
    values: [botId, arrival, door],
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
  if (!row || row.state === "dead" || row.state === "quarantined") return { status: "closed" };
  if (row.state === "handled") {
    if (!row.replied || !delivered) return { status: "closed" };
    // Telegram drops the answers under way when a webhook is changed or deleted, and delivers again: at once, before
    // who has set it can write down that it is set. And held by nobody means that the sender hung up before the answer.
    if (row.switched || row.heldBy === 0)
      return takeAnswer(data, heldBy, { botId, arrival, door }, row.heldBy);
    if (row.heldBy === heldBy) return { status: "closed" };
    return takeOverAnswer(data, heldBy, { botId, arrival, door }, row.heldBy);
  }
  const taken = await data.pool.query({
    name: "take-over-update",
    text: `UPDATE updates SET held_by = $1, attempts = attempts + 1
      WHERE bot_id = $2 AND update_id = $3 AND state = 'open' AND held_by = $4 AND attempts < $5
        AND (${leftBehind} OR (held_by NOT IN (0, $1) AND NOT ${mayBeAlive("held_by")})) RETURNING attempts`,
    values: [heldBy, botId, arrival, row.heldBy, maxAttempts],
  });
  const [taking] = taken.rows as { attempts: number }[];
  if (taking) return { status: "ours", attempts: taking.attempts };
  // Ours, and the caller knows nothing of it: the commit's answer was lost with the database's connection.
  if (row.heldBy === heldBy) return { status: "ours", attempts: row.attempts };
  // A row whose handler failed waits for the recovery; nobody needs to wait for that.
  return { status: row.heldBy === 0 ? "closed" : "held" };
}

/** The sender hung up: whoever is asked for this update next gives the reply. */
export async function markUnanswered(
  data: Database,
  heldBy: number,
  { botId, arrival }: { botId: number; arrival: number },
): Promise<void> {
  await data.pool.query({
    name: "mark-unanswered",
    text: `UPDATE updates SET held_by = 0
      WHERE bot_id = $2 AND update_id = $3 AND held_by = $1 AND state = 'handled'`,
    values: [heldBy, botId, arrival],
  });
}

/** A process that stopped cleanly has answered all it handled, and has left no row behind; a killed one has. */
async function takeOverAnswer(
  data: Database,
  heldBy: number,
  key: UpdateKey,
  holder: number,
): Promise<DeliveryStatus> {
  const { rows } = await data.pool.query({
    name: "holder-state",
    text: `SELECT ${mayBeAlive("$1::int")} AS alive, ${holdsPresence("$1::int")} AS present,
      EXISTS (SELECT 1 FROM process_heartbeats WHERE id = $1::int) AS known`,
    values: [holder],
  });
  const { alive, present, known } = rows[0] as { alive: boolean; present: boolean; known: boolean };
  if (present || !known) return { status: "closed" };
  if (alive) return { status: "held", handled: true };
  return takeAnswer(data, heldBy, key, holder);
}

/**
 * Makes the reply ours to give, once: through the new answer, or by the API where it came by polling. Its holder
 * may find out meanwhile that its answer was not taken, and release it.
 */
async function takeAnswer(
  data: Database,
  heldBy: number,
  { botId, arrival, door }: UpdateKey,
  holder: number,
): Promise<DeliveryStatus> {
  const { rows } = await data.pool.query({
    name: "take-answer",
    text: `UPDATE updates u SET held_by = $1, handled_at = now(), actions = CASE WHEN $5 = 'polling'
        THEN replace(u.actions, '"via":"webhook-reply"', '"via":"api"') ELSE u.actions END
      FROM updates old
      WHERE u.bot_id = $2 AND u.update_id = $3 AND u.held_by IN (0, $4)
        AND old.bot_id = u.bot_id AND old.update_id = u.update_id AND u.handled_at = old.handled_at
        AND u.actions LIKE '%"via":"webhook-reply"%' RETURNING old.actions`,
    values: [heldBy, botId, arrival, holder, door],
  });
  const [taken] = rows as { actions: string }[];
  if (taken) return { status: "reply owed", actions: taken.actions };
  // A replay opened the row first: it is not over yet.
  const { rows: now } = await data.pool.query({
    name: "update-state",
    text: "SELECT state FROM updates WHERE bot_id = $1 AND update_id = $2",
    values: [botId, arrival],
  });
  return { status: (now[0] as { state: string } | undefined)?.state === "open" ? "held" : "closed" };
}

/** A reply that was given again by the API may have arrived twice: its update says so. */
export async function markMaybeTwice(
  data: Database,
  { botId, arrival }: { botId: number; arrival: number },
): Promise<void> {
  await data.pool.query(
    `UPDATE updates SET actions = replace(actions, '"via":"api","ok":null', '"via":"api","ok":null,"maybeTwice":true')
     WHERE bot_id = $1 AND update_id = $2`,
    [botId, arrival],
  );
}
