import { sessionDays } from "../core/session-days";
import type { Database } from "./database";
import type { UserRow } from "./users";

export interface SessionRow {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  address: string;
  userAgent: string;
}

/** When the session `s` ends by its age, in SQL. */
const endsAt = `least(s.created_at + interval '${sessionDays.most} days',
  s.last_seen_at + interval '${sessionDays.unused} days')`;

/** A session that counts, and its person. */
export interface LivingSession {
  user: Pick<UserRow, "id" | "email" | "name" | "role">;
  lastSeenAt: Date;
  /** In how many milliseconds it ends by its age, unless it is used meanwhile. */
  leftMs: number;
}

/**
 * Begins a session, unless the person was disabled or all their sessions ended since they proved who they
 * are. Sessions of theirs that are past their time go, and the language they use is kept for mails.
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
       DELETE FROM sessions s WHERE user_id = $2 AND ${endsAt} <= now()),
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

/** Those of the sessions that count, by their ids. */
export async function findLivingSessions(
  data: Database,
  ids: readonly string[],
): Promise<Map<string, LivingSession>> {
  const { rows } = await data.pool.query({
    name: "living-sessions",
    text: `SELECT s.id AS "sessionId", s.last_seen_at AS "lastSeenAt",
             (extract(epoch FROM ${endsAt} - now()) * 1000)::float8 AS "leftMs",
             u.id, u.email, u.name, u.role
           FROM sessions s JOIN users u ON u.id = s.user_id AND u.sessions_valid_after = s.epoch
           WHERE s.id = ANY($1::uuid[]) AND u.disabled_at IS NULL AND ${endsAt} > now()`,
    values: [ids],
  });
  type Row = LivingSession["user"] & Omit<LivingSession, "user"> & { sessionId: string };
  return new Map(
    (rows as Row[]).map(({ sessionId, lastSeenAt, leftMs, ...user }) => [
      sessionId,
      { user, lastSeenAt, leftMs },
    ]),
  );
}

/** Notes a use, at most once a minute however many processes ask. */
export async function touchSession(data: Database, seen: { id: string; address: string }): Promise<void> {
  await data.pool.query({
    name: "touch-session",
    text: `UPDATE sessions s SET last_seen_at = now(), address = $2
           WHERE id = $1 AND last_seen_at < now() - interval '1 minute' AND ${endsAt} > now()`,
    values: [seen.id, seen.address],
  });
}

/** A person's living sessions, the one used last first. */
export async function listSessionRows(data: Database, userId: number): Promise<SessionRow[]> {
  const { rows } = await data.pool.query<SessionRow>(
    `SELECT s.id, s.created_at AS "createdAt", s.last_seen_at AS "lastSeenAt", s.address,
       s.user_agent AS "userAgent"
     FROM sessions s JOIN users u ON u.id = s.user_id AND u.sessions_valid_after = s.epoch
     WHERE s.user_id = $1 AND ${endsAt} > now()
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

/** Removes the sessions that are past their time, with the addresses they were used from. */
export async function deleteOldSessions(data: Database): Promise<void> {
  await data.pool.query(
    `DELETE FROM sessions WHERE id IN (
       SELECT id FROM sessions s WHERE ${endsAt} <= now() FOR UPDATE SKIP LOCKED)`,
  );
}
