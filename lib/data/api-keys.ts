import type { Database } from "./database";
import type { Transaction } from "./transaction";

/** An API key as its owner may see it: the key itself is not stored. */
export interface ApiKeyRow {
  id: number;
  name: string;
  prefix: string;
  /** "all", or some of "read", "write" and "messages". */
  scopes: string[];
  expiresAt: Date | null;
  createdAt: Date;
  lastUsedAt: Date | null;
}

export interface NewApiKey {
  userId: number;
  name: string;
  prefix: string;
  keyHash: string;
  scopes: readonly string[];
  /** null: it does not expire. */
  expiresAt: Date | null;
  /** The hash of the password that its maker proved. Left out where nobody had to. */
  passwordHash?: string | undefined;
}

/** More keys than anybody needs, few enough that a script gone wild cannot fill the table. */
export const maxKeysPerUser = 100;

/**
 * Adds a key. The person's row is locked meanwhile: a change of the password that ends their keys comes before, and the
 * key is refused, or after, and ends it as well.
 *
 * @returns "not_owner" where the person is gone or their password is another by now.
 */
export async function insertApiKey(
  data: Database,
  key: NewApiKey,
): Promise<{ id: number; createdAt: Date } | "too_many" | "not_owner"> {
  const { rows } = await data.pool.query(
    `WITH owner AS MATERIALIZED (
       SELECT id FROM users WHERE id = $1 AND ($7::text IS NULL OR password_hash = $7) FOR NO KEY UPDATE),
     made AS (
       INSERT INTO api_keys (user_id, name, prefix, key_hash, scopes, expires_at)
       SELECT id, $2, $3, $4, $5::text[], $6::timestamptz FROM owner
       WHERE (SELECT count(*) FROM api_keys WHERE user_id = $1) < ${maxKeysPerUser}
       RETURNING id, created_at)
     SELECT made.id, made.created_at AS "createdAt" FROM owner LEFT JOIN made ON true`,
    [key.userId, key.name, key.prefix, key.keyHash, key.scopes, key.expiresAt, key.passwordHash ?? null],
  );
  const [row] = rows as { id: number | null; createdAt: Date }[];
  if (!row) return "not_owner";
  return row.id === null ? "too_many" : { id: row.id, createdAt: row.createdAt };
}

/** A person's keys, newest first. */
export async function listApiKeyRows(data: Database, userId: number): Promise<ApiKeyRow[]> {
  return data.prisma.apiKey.findMany({
    where: { userId },
    omit: { userId: true, keyHash: true },
    orderBy: { id: "desc" },
    take: maxKeysPerUser,
  });
}

/**
 * Ends all keys of a person, whose row the transaction has changed before: a key that is being made waits for it.
 *
 * @returns how many ended.
 */
export async function deleteApiKeysOf(on: Transaction, userId: number): Promise<number> {
  const { rowCount } = await on.query("DELETE FROM api_keys WHERE user_id = $1", [userId]);
  return rowCount ?? 0;
}

/** @returns false where this person has no such key. */
export async function deleteApiKey(data: Database, key: { userId: number; id: number }): Promise<boolean> {
  const { count } = await data.prisma.apiKey.deleteMany({ where: key });
  return count === 1;
}

export interface ApiKeyOwner {
  keyId: number;
  userId: number;
  role: "tenant" | "admin";
  scopes: string[];
  expired: boolean;
}

/** The person behind a key's SHA-256, unless they are disabled. */
export async function findApiKeyOwner(data: Database, keyHash: string): Promise<ApiKeyOwner | undefined> {
  const { rows } = await data.pool.query({
    name: "api-key-owner",
    text: `SELECT k.id AS "keyId", u.id AS "userId", u.role, k.scopes,
             COALESCE(k.expires_at <= now(), false) AS expired
           FROM api_keys k JOIN users u ON u.id = k.user_id
           WHERE k.key_hash = $1 AND u.disabled_at IS NULL`,
    values: [keyHash],
  });
  return rows[0] as ApiKeyOwner | undefined;
}

/** Notes a use, at most once a minute: a busy key must not turn every read into a write. */
export async function touchApiKey(data: Database, keyId: number): Promise<void> {
  await data.pool.query({
    name: "touch-api-key",
    text: `UPDATE api_keys SET last_used_at = now()
           WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
    values: [keyId],
  });
}
