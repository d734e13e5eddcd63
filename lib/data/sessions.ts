import type { Database } from "./database";
import { publicFields, type UserRow } from "./users";

export interface SessionRow {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  address: string;
  userAgent: string;
}

/** How long a cookie lasts, and with it a session that nobody uses. */
const unusedDays = 30;

/**
 * Begins a session, unless the person was disabled or all their sessions ended since they proved who they
 * are. Sessions of theirs that nobody used for a month go, and the language they use is kept for mails.
 *
 * @param session.epoch users.sessions_valid_after as it was when they proved it.
 * @returns false where it did not begin.
 */
export async function insertSession(
  data: Database,
  session: {
    id: string;
    userId: number;
    epoch: Date;
    address: string;
    userAgent: string;
    language: string | null;
  },
): Promise<boolean> {
  const { rowCount } = await data.pool.query(
    `WITH old AS (
       DELETE FROM sessions WHERE user_id = $2 AND last_seen_at < now() - make_interval(days => ${unusedDays})),
     spoken AS (
       UPDATE users SET last_language = $6
         WHERE id = $2 AND $6::text IS NOT NULL AND last_language IS DISTINCT FROM $6)
     INSERT INTO sessions (id, user_id, epoch, address, user_agent)
     SELECT $1, id, sessions_valid_after, $4, $5 FROM users
     WHERE id = $2 AND sessions_valid_after = $3 AND disabled_at IS NULL`,
    [session.id, session.userId, session.epoch, session.address, session.userAgent, session.language],
  );
  return rowCount === 1;
}

/** The person of a session that lives, and when it was last seen. */
export async function findSessionPerson(
  data: Database,
  id: string,
): Promise<{ user: UserRow; lastSeenAt: Date } | undefined> {
  const row = await data.prisma.session.findUnique({
    where: { id },
    select: { epoch: true, lastSeenAt: true, user: { select: publicFields } },
  });
  if (!row || row.user.disabledAt !== null) return undefined;
  const lives = row.epoch.getTime() === row.user.sessionsValidAfter.getTime();
  return lives ? { user: row.user, lastSeenAt: row.lastSeenAt } : undefined;
}

/** Notes a use, at most once a minute however many processes ask. */
export async function touchSession(data: Database, seen: { id: string; address: string }): Promise<void> {
  await data.pool.query({
    name: "touch-session",
    text: `UPDATE sessions SET last_seen_at = now(), address = $2
           WHERE id = $1 AND last_seen_at < now() - interval '1 minute'`,
    values: [seen.id, seen.address],
  });
}

/** A person's living sessions, the one used last first. */
export async function listSessionRows(data: Database, userId: number): Promise<SessionRow[]> {
  const { rows } = await data.pool.query<SessionRow>(
    `SELECT s.id, s.created_at AS "createdAt", s.last_seen_at AS "lastSeenAt", s.address,
       s.user_agent AS "userAgent"
     FROM sessions s JOIN users u ON u.id = s.user_id AND u.sessions_valid_after = s.epoch
     WHERE s.user_id = $1 AND s.last_seen_at > now() - make_interval(days => ${unusedDays})
     ORDER BY s.last_seen_at DESC LIMIT 100`,
    [userId],
  );
  return rows;
}

/** @returns false where this person has no such session. */
export async function deleteSession(
  data: Database,
  session: { userId: number; id: string },
): Promise<boolean> {
  const { count } = await data.prisma.session.deleteMany({ where: session });
  return count === 1;
}

/** @returns how many ended. */
export async function deleteSessionsBut(
  data: Database,
  kept: { userId: number; id: string },
): Promise<number> {
  const { count } = await data.prisma.session.deleteMany({
    where: { userId: kept.userId, NOT: { id: kept.id } },
  });
  return count;
}
