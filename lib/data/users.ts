import { deleteApiKeysOf } from "./api-keys";
import type { Database } from "./database";
import { inTransaction, type Transaction } from "./transaction";

/** A person, without the password's hash. */
export interface UserRow {
  id: number;
  email: string;
  name: string | null;
  /** The language they chose; null where they never did. */
  language: string | null;
  role: "tenant" | "admin";
  disabledAt: Date | null;
  /** Since when signing in needs a code of the person's device; null where it does not. */
  totpEnabledAt: Date | null;
  sessionsValidAfter: Date;
  createdAt: Date;
}

export interface UserWithHash extends UserRow {
  passwordHash: string;
}

export interface NewUser {
  email: string;
  passwordHash: string;
  name: string | null;
  role: "tenant" | "admin";
}

const publicFields = {
  id: true,
  email: true,
  name: true,
  language: true,
  role: true,
  disabledAt: true,
  totpEnabledAt: true,
  sessionsValidAfter: true,
  createdAt: true,
} as const;

const columns = `id, email, name, language, role, disabled_at AS "disabledAt", totp_enabled_at AS "totpEnabledAt",
  sessions_valid_after AS "sessionsValidAfter", created_at AS "createdAt"`;

/** Anything that runs one SQL statement: the pool, or a connection inside a transaction. */
export interface Queryable {
  query(text: string, values: unknown[]): Promise<{ rows: unknown[] }>;
}

/**
 * Adds a person.
 *
 * @returns undefined where the address is taken: the unique key decides, also between two at once.
 */
export async function insertUser(on: Queryable, user: NewUser): Promise<UserRow | undefined> {
  const { rows } = await on.query(
    `INSERT INTO users (email, password_hash, name, role) VALUES ($1, $2, $3, $4::role)
     ON CONFLICT (email) DO NOTHING RETURNING ${columns}`,
    [user.email, user.passwordHash, user.name, user.role],
  );
  return rows[0] as UserRow | undefined;
}

export async function findUserByEmail(data: Database, email: string): Promise<UserWithHash | null> {
  return data.prisma.user.findUnique({
    where: { email },
    select: { ...publicFields, passwordHash: true },
  });
}

export async function findPasswordHash(data: Database, id: number): Promise<string | undefined> {
  const row = await data.prisma.user.findUnique({ where: { id }, select: { passwordHash: true } });
  return row?.passwordHash;
}

/** users.sessions_valid_after of a person who may sign in. */
export async function findSessionEpoch(data: Database, id: number): Promise<Date | undefined> {
  const where = { id, disabledAt: null };
  return (await data.prisma.user.findFirst({ where, select: { sessionsValidAfter: true } }))
    ?.sessionsValidAfter;
}

/** Where a person gets mail and in what language: the one they chose, else the one of their last sign-in. */
export async function findMailbox(
  data: Database,
  id: number,
): Promise<{ email: string; language: string | null } | undefined> {
  const row = await data.prisma.user.findUnique({
    where: { id },
    select: { email: true, language: true, lastLanguage: true },
  });
  return row ? { email: row.email, language: row.language ?? row.lastLanguage } : undefined;
}

/** True once there is somebody who may administer this deployment. */
export async function adminExists(data: Database): Promise<boolean> {
  return (await data.prisma.user.findFirst({ where: { role: "admin" }, select: { id: true } })) !== null;
}

/** Moves the moment strictly forward, so that no session of before can look like one of after. */
export const voidSessions =
  "sessions_valid_after = GREATEST(now(), sessions_valid_after + interval '1 millisecond')";

/** Which sessions go on when the password changes: all, or the one with this id, or none. */
export type KeptSessions = "all" | "none" | { id: string };

/**
 * Stores a new password, unless it changed meanwhile. Sign-ins under way with the old one come to nothing;
 * sessions go on or end as `keep` says, and API keys end where `endKeys` does.
 *
 * @returns how many keys ended, or undefined where `oldHash` is no longer the hash.
 */
export async function replacePasswordHash(
  data: Database,
  change: { userId: number; oldHash: string; newHash: string; keep: KeptSessions; endKeys: boolean },
): Promise<{ keysEnded: number } | undefined> {
  const { userId, oldHash, newHash, keep, endKeys } = change;
  return inTransaction(data, async (on) => {
    const locked = await on.query(
      "SELECT sessions_valid_after AS epoch FROM users WHERE id = $1 AND password_hash = $2 FOR UPDATE",
      [userId, oldHash],
    );
    const before = locked.rows[0] as { epoch: Date } | undefined;
    if (!before) return undefined;
    await on.query(`UPDATE users SET password_hash = $2, ${voidSessions} WHERE id = $1`, [userId, newHash]);
    const kept = typeof keep === "string" ? null : keep.id;
    await on.query(
      `UPDATE sessions s SET epoch = u.sessions_valid_after FROM users u
       WHERE u.id = $1 AND s.user_id = u.id AND s.epoch = $2 AND ($3 OR s.id = $4::uuid)`,
      [userId, before.epoch, keep === "all", kept],
    );
    await on.query(
      "DELETE FROM sessions s USING users u WHERE u.id = $1 AND s.user_id = u.id AND s.epoch <> u.sessions_valid_after",
      [userId],
    );
    // A link to choose another password, asked for before, must not undo the change.
    await on.query(
      "DELETE FROM one_time_tokens WHERE user_id = $1 AND purpose = 'password_reset' AND used_at IS NULL",
      [userId],
    );
    return { keysEnded: endKeys ? await deleteApiKeysOf(on, userId) : 0 };
  });
}

export async function updateLanguage(data: Database, userId: number, language: string): Promise<void> {
  await data.prisma.user.updateMany({ where: { id: userId }, data: { language } });
}

export interface UserPage {
  items: (UserRow & { bots: number })[];
  total: number;
}

/** Which people: part of an address or name, a role, or those who are locked out. */
export interface UserFilter {
  search?: string | undefined;
  role?: "tenant" | "admin" | undefined;
  disabled?: boolean | undefined;
}

/** People in the order in which they came, with how many bots each has. */
export async function listUserRows(
  data: Database,
  page: UserFilter & { limit: number; offset: number },
): Promise<UserPage> {
  const { search, role, disabled } = page;
  const contains = { contains: search ?? "", mode: "insensitive" } as const;
  const where = {
    ...(search ? { OR: [{ email: contains }, { name: contains }] } : {}),
    ...(role ? { role } : {}),
    ...(disabled === undefined ? {} : { disabledAt: disabled ? { not: null } : null }),
  };
  const [items, total] = await Promise.all([
    data.prisma.user.findMany({
      where,
      select: { ...publicFields, _count: { select: { bots: true } } },
      orderBy: { id: "asc" },
      take: page.limit,
      skip: page.offset,
    }),
    data.prisma.user.count({ where }),
  ]);
  return { items: items.map(({ _count, ...user }) => ({ ...user, bots: _count.bots })), total };
}

/**
 * Gives a person another role. The last admin who can sign in keeps theirs.
 *
 * @returns the role before, or undefined where nothing was changed.
 */
export async function updateRole(
  data: Database,
  change: { userId: number; role: "tenant" | "admin" },
): Promise<boolean> {
  return changeAdmins(data, change.userId, `UPDATE users SET role = $2::role WHERE id = $1`, [
    change.userId,
    change.role,
  ]);
}

/** Locks a person out, or lets them in again. The last admin who can sign in stays. */
export async function updateDisabled(
  data: Database,
  change: { userId: number; disabled: boolean },
): Promise<boolean> {
  return changeAdmins(
    data,
    change.userId,
    `UPDATE users SET disabled_at = CASE WHEN $2::bool THEN COALESCE(disabled_at, now()) END, ${voidSessions}
     WHERE id = $1`,
    [change.userId, change.disabled],
  );
}

/**
 * Runs a change that may take an admin away, with the admins' rows locked: two admins who demote each
 * other at once are settled one after the other, and the second is refused.
 */
async function changeAdmins(
  data: Database,
  userId: number,
  sql: string,
  values: unknown[],
): Promise<boolean> {
  const change = async (on: Transaction) => {
    await on.query("SELECT id FROM users WHERE role = 'admin' OR id = $1 ORDER BY id FOR UPDATE", [userId]);
    const before = await countAdmins(on);
    const { rowCount } = await on.query(sql, values);
    return rowCount !== 0 && (before === 0 || (await countAdmins(on)) > 0);
  };
  return inTransaction(data, change, (changed) => !changed);
}

/** Whether nobody could administer this deployment without this person. */
export async function isLastAdmin(data: Database, userId: number): Promise<boolean> {
  const { rows } = await data.pool.query(
    `SELECT EXISTS (SELECT 1 FROM users WHERE id = $1 AND role = 'admin' AND disabled_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM users WHERE id <> $1 AND role = 'admin' AND disabled_at IS NULL) AS last`,
    [userId],
  );
  return (rows[0] as { last: boolean }).last;
}

/**
 * Deletes a person who has no bot any more, with their keys, codes, sessions and links. Of two last admins
 * who go at once one stays.
 */
export async function deleteUser(
  data: Database,
  userId: number,
): Promise<"deleted" | "has_bots" | "last_admin"> {
  const { rows } = await data.pool.query("SELECT 1 FROM user_bots WHERE owner_id = $1 LIMIT 1", [userId]);
  if (rows.length > 0) return "has_bots";
  await data.pool.query("DELETE FROM one_time_tokens WHERE user_id = $1", [userId]);
  const gone = await changeAdmins(
    data,
    userId,
    "DELETE FROM users WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM user_bots WHERE owner_id = $1)",
    [userId],
  );
  if (gone) return "deleted";
  return (await isLastAdmin(data, userId)) ? "last_admin" : "has_bots";
}

async function countAdmins(on: Queryable): Promise<number> {
  const { rows } = await on.query(
    "SELECT count(*)::int AS n FROM users WHERE role = 'admin' AND disabled_at IS NULL",
    [],
  );
  return (rows[0] as { n: number }).n;
}
