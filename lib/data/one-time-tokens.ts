import type { Database } from "./database";
import { inTransaction, type Transaction } from "./transaction";
import { insertUser, type NewUser, type UserRow } from "./users";

export type TokenPurpose = "first_admin" | "invite";

export interface NewOneTimeToken {
  /** SHA-256 of the token; the token itself is shown once. */
  tokenHash: string;
  purpose: TokenPurpose;
  /** Where set, only this address may use it. */
  email: string | null;
  role: "tenant" | "admin";
  createdBy: number | null;
  ttlS: number;
}

const insertSql = `INSERT INTO one_time_tokens (token_hash, purpose, email, role, created_by, expires_at)
  VALUES ($1, $2, $3, $4::role, $5, now() + make_interval(secs => $6)) RETURNING expires_at AS "expiresAt"`;

const insertValues = (token: NewOneTimeToken) => [
  token.tokenHash,
  token.purpose,
  token.email,
  token.role,
  token.createdBy,
  token.ttlS,
];

export async function insertOneTimeToken(data: Database, token: NewOneTimeToken): Promise<Date> {
  const { rows } = await data.pool.query(insertSql, insertValues(token));
  return (rows[0] as { expiresAt: Date }).expiresAt;
}

/** Makes `token` the only first-admin link: the ones printed by earlier starts end here. */
export async function replaceFirstAdminToken(data: Database, token: NewOneTimeToken): Promise<void> {
  await inFirstAdminTurn(data, async (client) => {
    await client.query("DELETE FROM one_time_tokens WHERE purpose = 'first_admin' AND used_at IS NULL", []);
    await client.query(insertSql, insertValues(token));
    return undefined;
  });
}

const usable = "token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > now()";

/** What a link that can still be used is for, or undefined. Reading it uses nothing up. */
export async function findUsableToken(
  data: Database,
  tokenHash: string,
  purpose: TokenPurpose,
): Promise<{ email: string | null; role: "tenant" | "admin" } | undefined> {
  const { rows } = await data.pool.query(`SELECT email, role FROM one_time_tokens WHERE ${usable}`, [
    tokenHash,
    purpose,
  ]);
  return rows[0] as { email: string | null; role: "tenant" | "admin" } | undefined;
}

/**
 * - `created`: the link is used up and the person exists.
 * - `link_void`: the link is unknown, used, expired or for another address.
 * - `email_taken`: the link stays usable.
 * - `admin_exists`: a first-admin link came too late.
 */
export type TokenUse =
  | { outcome: "created"; user: UserRow; createdBy: number | null }
  | { outcome: "link_void" | "email_taken" | "admin_exists" };

/** Uses an invitation and makes its person: both or neither. */
export async function spendInvite(
  data: Database,
  tokenHash: string,
  user: Omit<NewUser, "role">,
): Promise<TokenUse> {
  return inTransaction(data, (client) => spend(client, tokenHash, "invite", user), notCreated);
}

/**
 * Uses a first-admin link and makes the admin, unless there is one already. Claims wait for each other,
 * so that two links at once still make one admin.
 */
export async function spendFirstAdminToken(
  data: Database,
  tokenHash: string,
  user: Omit<NewUser, "role">,
): Promise<TokenUse> {
  return inFirstAdminTurn<TokenUse>(data, async (client) => {
    const { rows } = await client.query("SELECT 1 FROM users WHERE role = 'admin' LIMIT 1", []);
    if (rows.length > 0) return { outcome: "admin_exists" };
    return spend(client, tokenHash, "first_admin", user);
  });
}

async function spend(
  client: Transaction,
  tokenHash: string,
  purpose: TokenPurpose,
  user: Omit<NewUser, "role">,
): Promise<TokenUse> {
  const { rows } = await client.query(
    `UPDATE one_time_tokens SET used_at = now() WHERE ${usable} AND (email IS NULL OR email = $3)
     RETURNING role, created_by AS "createdBy"`,
    [tokenHash, purpose, user.email],
  );
  const token = rows[0] as { role: "tenant" | "admin"; createdBy: number | null } | undefined;
  if (!token) return { outcome: "link_void" };
  const created = await insertUser(client, { ...user, role: token.role });
  if (!created) return { outcome: "email_taken" };
  return { outcome: "created", user: created, createdBy: token.createdBy };
}

/** Number of the advisory lock under which first-admin links are made and claimed. */
const firstAdminLock = 741_100_001;

function inFirstAdminTurn<T extends TokenUse | undefined>(
  data: Database,
  run: (client: Transaction) => Promise<T>,
): Promise<T> {
  const inTurn = async (client: Transaction) => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [firstAdminLock]);
    return run(client);
  };
  return inTransaction(data, inTurn, (use) => use !== undefined && notCreated(use));
}

/** A link whose use made nobody is not used up. */
const notCreated = ({ outcome }: TokenUse): boolean => outcome !== "created";

/** An invitation that nobody has used yet. */
export interface OpenInvite {
  tokenHash: string;
  email: string | null;
  role: "tenant" | "admin";
  createdAt: Date;
  expiresAt: Date;
  createdByEmail: string | null;
}

/** Invitations that can still be used, the newest first. */
export async function findOpenInvites(data: Database, limit: number): Promise<OpenInvite[]> {
  const { rows } = await data.pool.query(
    `SELECT t.token_hash AS "tokenHash", t.email, t.role, t.created_at AS "createdAt",
       t.expires_at AS "expiresAt", u.email AS "createdByEmail"
     FROM one_time_tokens t LEFT JOIN users u ON u.id = t.created_by
     WHERE t.purpose = 'invite' AND t.used_at IS NULL AND t.expires_at > now()
     ORDER BY t.created_at DESC LIMIT $1`,
    [limit],
  );
  return rows as OpenInvite[];
}

/** Makes an invitation void; false where it was used or void already. */
export async function deleteInvite(data: Database, tokenHash: string): Promise<boolean> {
  const { rowCount } = await data.pool.query(
    "DELETE FROM one_time_tokens WHERE token_hash = $1 AND purpose = 'invite' AND used_at IS NULL",
    [tokenHash],
  );
  return (rowCount ?? 0) > 0;
}
