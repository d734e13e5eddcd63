import type { Database } from "./database";
import { announceReruns } from "./reruns";
import { inTransaction } from "./transaction";
import type { NewUpdate } from "./updates";

/**
 * What became of an update whose chat was thought to be set aside:
 * - aside: it is recorded and waits for the chat's release.
 * - free: the chat is not set aside, or not any more.
 * - before: the update was stored before.
 */
export type Aside = "aside" | "free" | "before";

/**
 * The chat's row is locked against its removal meanwhile: a release either finds this update among those that
 * wait, or has ended before it, and the update is handled. None is forgotten between the two.
 */
const stillAside =
  "SELECT 1 FROM quarantined_chats WHERE bot_id = $1 AND chat_id = $2::bigint AND ($3::boolean OR releasing_since IS NULL) FOR SHARE";

/** Records an update that is not stored yet, set aside with its chat. */
export async function storeAside(data: Database, update: NewUpdate): Promise<Aside> {
  const { botId, updateId, arrival, kind, chatId, door, payload } = update;
  const { rows } = await data.pool.query({
    name: "store-aside",
    text: `WITH chat AS (${stillAside}),
      stored AS (
        INSERT INTO updates (bot_id, update_id, raised_by, kind, chat_id, door, payload, attempts, state, held_by)
        SELECT $1, $4::bigint, $8::bigint, $5, $2, $6::door, $7, 0, 'quarantined', 0 FROM chat
        ON CONFLICT DO NOTHING RETURNING update_id),
      waiting AS (
        INSERT INTO reruns (bot_id, update_id, chat_id, attempt) SELECT $1, update_id, $2, 1 FROM stored
        ON CONFLICT DO NOTHING)
      SELECT (SELECT count(*)::int FROM chat) AS chats, (SELECT count(*)::int FROM stored) AS stored`,
    values: [botId, chatId, true, arrival, kind, door, payload, arrival - updateId],
  });
  const [{ chats, stored }] = rows as [{ chats: number; stored: number }];
  return chats === 0 ? "free" : stored === 0 ? "before" : "aside";
}

/** Sets an open update aside that this process holds: its turn in the lane came after its chat's end. */
export async function putAside(
  data: Database,
  heldBy: number,
  { botId, arrival, chatId }: NewUpdate,
  whileReleasing: boolean,
): Promise<Aside> {
  const { rows } = await data.pool.query({
    name: "put-aside",
    text: `WITH chat AS (${stillAside}),
      put AS (
        UPDATE updates u SET state = 'quarantined', held_by = 0, attempts = u.attempts - 1
        FROM chat WHERE u.bot_id = $1 AND u.update_id = $4::bigint AND u.held_by = $5 AND u.state = 'open'
        RETURNING u.update_id, u.attempts),
      waiting AS (
        INSERT INTO reruns (bot_id, update_id, chat_id, attempt)
        SELECT $1, update_id, $2, attempts + 1 FROM put
        ON CONFLICT (bot_id, update_id, attempt) DO UPDATE SET requested_at = NULL, tried_at = NULL)
      SELECT count(*)::int AS put FROM put`,
    values: [botId, chatId, whileReleasing, arrival, heldBy],
  });
  return (rows[0] as { put: number }).put === 1 ? "aside" : "free";
}

/** Sets a chat aside, or stops its release: what still waits goes on waiting. */
export async function quarantineChat(
  data: Database,
  { botId, chatId, reason }: { botId: number; chatId: number; reason: string },
): Promise<void> {
  await inTransaction(data, async (client) => {
    // The chat first, as everybody locks it first: two that lock in other orders could wait for each other.
    await client.query(
      `INSERT INTO quarantined_chats AS q (bot_id, chat_id, reason) VALUES ($1, $2, $3)
       ON CONFLICT (bot_id, chat_id) DO UPDATE SET releasing_since = NULL, reason = excluded.reason
         WHERE q.releasing_since IS NOT NULL`,
      [botId, chatId, reason],
    );
    await client.query(
      `UPDATE reruns r SET requested_at = NULL FROM updates u
       WHERE r.bot_id = $1 AND r.chat_id = $2 AND r.done_at IS NULL AND r.before_state IS NULL
         AND u.bot_id = r.bot_id AND u.update_id = r.update_id AND u.state = 'quarantined'`,
      [botId, chatId],
    );
  });
}

/** A bot's chats that are set aside, or one of them, newest first, each with how many updates wait. */
export async function findQuarantined(
  data: Database,
  botId: number,
  chatId?: number,
): Promise<QuarantinedRow[]> {
  const { rows } = await data.pool.query(
    `SELECT q.chat_id AS "chatId", q.since, q.reason, q.releasing_since AS "releasingSince",
       (SELECT count(*)::int FROM reruns r WHERE r.done_at IS NULL AND r.bot_id = q.bot_id
          AND r.chat_id = q.chat_id AND r.before_state IS NULL) AS waiting
     FROM quarantined_chats q WHERE q.bot_id = $1 AND ($2::bigint IS NULL OR q.chat_id = $2) ORDER BY q.since DESC, q.chat_id LIMIT 500`,
    [botId, chatId ?? null],
  );
  return rows as QuarantinedRow[];
}

export interface QuarantinedRow {
  chatId: number;
  since: Date;
  reason: string;
  releasingSince: Date | null;
  waiting: number;
}

/**
 * Begins a chat's release: what waits is handled in order, and what comes meanwhile waits behind it.
 *
 * @returns whether the chat was set aside.
 */
export async function beginRelease(
  data: Database,
  { botId, chatId, by }: { botId: number; chatId: number; by: number },
): Promise<boolean> {
  const { rows } = await data.pool.query(
    `WITH chat AS (
       UPDATE quarantined_chats SET releasing_since = coalesce(releasing_since, now())
       WHERE bot_id = $1 AND chat_id = $2 RETURNING bot_id),
     asked AS (
       UPDATE reruns SET requested_at = now(), requested_by = $3
       WHERE bot_id = $1 AND chat_id = $2 AND done_at IS NULL AND requested_at IS NULL
         AND EXISTS (SELECT 1 FROM chat))
     SELECT count(*)::int AS chats FROM chat`,
    [botId, chatId, by],
  );
  const found = (rows[0] as { chats: number }).chats > 0;
  if (found) await announceReruns(data, botId);
  return found;
}

/**
 * Frees the chats of a bot whose release is through: nothing of them waits any more. What came meanwhile is asked
 * for.
 *
 * @returns whether anything was asked for.
 */
export async function endReleases(data: Database, botId: number): Promise<boolean> {
  return inTransaction(data, async (client) => {
    const { rows } = await client.query(
      `SELECT chat_id AS "chatId" FROM quarantined_chats
       WHERE bot_id = $1 AND releasing_since IS NOT NULL ORDER BY chat_id FOR UPDATE`,
      [botId],
    );
    let asked = false;
    for (const { chatId } of rows as { chatId: number }[]) {
      const more = await client.query(
        `UPDATE reruns SET requested_at = now()
         WHERE bot_id = $1 AND chat_id = $2 AND done_at IS NULL AND requested_at IS NULL`,
        [botId, chatId],
      );
      if (more.rowCount) asked = true;
      await client.query(
        `DELETE FROM quarantined_chats WHERE bot_id = $1 AND chat_id = $2 AND NOT EXISTS (
           SELECT 1 FROM reruns WHERE bot_id = $1 AND chat_id = $2 AND done_at IS NULL AND before_state IS NULL)`,
        [botId, chatId],
      );
    }
    return asked;
  });
}

/**
 * Frees a chat and gives up what was set aside.
 *
 * @returns how many updates were given up; undefined where the chat is not set aside.
 */
export async function discardQuarantine(
  data: Database,
  { botId, chatId }: { botId: number; chatId: number },
): Promise<number | undefined> {
  return inTransaction(data, async (client) => {
    const chat = await client.query(
      "SELECT 1 FROM quarantined_chats WHERE bot_id = $1 AND chat_id = $2 FOR UPDATE",
      [botId, chatId],
    );
    if (chat.rowCount === 0) return undefined;
    const { rowCount } = await client.query(
      `UPDATE updates u SET state = 'handled', handled_at = now(),
         error = 'Discarded by the bot''s owner when its chat was released.'
       FROM reruns r WHERE r.bot_id = $1 AND r.chat_id = $2 AND r.done_at IS NULL AND r.before_state IS NULL
         AND u.bot_id = r.bot_id AND u.update_id = r.update_id AND u.state = 'quarantined'`,
      [botId, chatId],
    );
    await client.query(
      `DELETE FROM reruns r USING updates u WHERE r.bot_id = $1 AND r.chat_id = $2 AND r.done_at IS NULL
         AND r.before_state IS NULL AND u.bot_id = r.bot_id AND u.update_id = r.update_id AND u.state = 'handled'`,
      [botId, chatId],
    );
    await client.query("DELETE FROM quarantined_chats WHERE bot_id = $1 AND chat_id = $2", [botId, chatId]);
    return rowCount ?? 0;
  });
}
