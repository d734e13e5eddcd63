import { deleteApiKeysOf } from "./api-keys";
import type { Database } from "./database";
import { isDuplicate } from "./duplicate";
import { inTransaction, type Transaction } from "./transaction";
import { voidSessions } from "./users";

/** Links that were mailed to somebody: a forgotten password, a new address. */
export type AccountLinkPurpose = "password_reset" | "email_change";

export interface NewAccountLink {
  tokenHash: string;
  purpose: AccountLinkPurpose;
  userId: number;
  /** Where the mail goes; for a new address it is that address. */
  email: string;
  ttlS: number;
}

/**
 * Keeps a link. The person's earlier ones for a new address end here; those to choose a password stay until one of them
 * is used: anybody may ask for another, which must not void the one that the person is about to open.
 */
export async function replaceAccountLink(data: Database, link: NewAccountLink): Promise<void> {
  await data.pool.query(
    `WITH old AS (DELETE FROM one_time_tokens WHERE user_id = $3 AND purpose = $2
       AND (purpose <> 'password_reset' OR expires_at <= now()))
     INSERT INTO one_time_tokens (token_hash, purpose, user_id, email, expires_at)
     VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5))`,
    [link.tokenHash, link.purpose, link.userId, link.email, link.ttlS],
  );
}

/** Whose link it is and what address it was made for, while it can be used. Reading it uses nothing up. */
export async function findAccountLink(
  data: Database,
  tokenHash: string,
  purpose: AccountLinkPurpose,
): Promise<{ userId: number; email: string } | undefined> {
  return read(data.pool, tokenHash, purpose);
}

/**
 * Sets the password of the link's person, ends all their sessions and API keys and uses the link and its like up: all or
 * nothing.
 *
 * @returns the person and how many keys ended, or undefined for a link that is void.
 */
export async function spendPasswordReset(
  data: Database,
  tokenHash: string,
  passwordHash: string,
): Promise<{ userId: number; email: string; language: string | null; keysEnded: number } | undefined> {
  return inTransaction(
    data,
    async (on) => {
      const link = await spend(on, tokenHash, "password_reset");
      if (!link) return undefined;
      const { rows } = await on.query(
        `UPDATE users SET password_hash = $2, ${voidSessions} WHERE id = $1 AND disabled_at IS NULL
         RETURNING id AS "userId", email, language`,
        [link.userId, passwordHash],
      );
      await on.query("DELETE FROM sessions WHERE user_id = $1", [link.userId]);
      await on.query(
        "DELETE FROM one_time_tokens WHERE user_id = $1 AND purpose = 'password_reset' AND used_at IS NULL",
        [link.userId],
      );
      const keysEnded = await deleteApiKeysOf(on, link.userId);
      const person = rows[0] as { userId: number; email: string; language: string | null } | undefined;
      return person && { ...person, keysEnded };
    },
    (person) => person === undefined,
  );
}

export type EmailChange =
  | { outcome: "changed"; userId: number; from: string; to: string; language: string | null }
  | { outcome: "void" };

/**
 * Moves the link's person to its address and uses the link up: all or nothing. Links that went to the old
 * address end with it.
 */
export async function spendEmailChange(data: Database, tokenHash: string): Promise<EmailChange> {
  const change = async (on: Transaction): Promise<EmailChange> => {
    const link = await spend(on, tokenHash, "email_change");
    return link ? moveTo(on, link) : { outcome: "void" };
  };
  return inTransaction(data, change, ({ outcome }) => outcome === "void").catch(voidWhereTaken);
}

/** Moves a person to another address at once. */
export async function changeEmailNow(
  data: Database,
  change: { userId: number; email: string },
): Promise<EmailChange> {
  return inTransaction(
    data,
    (on) => moveTo(on, change),
    ({ outcome }) => outcome === "void",
  ).catch(voidWhereTaken);
}

async function moveTo(
  on: Transaction,
  { userId, email }: { userId: number; email: string },
): Promise<EmailChange> {
  const { rows } = await on.query(
    `UPDATE users u SET email = $2 FROM users before WHERE u.id = $1 AND before.id = u.id
     RETURNING before.email AS "from", before.language`,
    [userId, email],
  );
  const moved = rows[0] as { from: string; language: string | null } | undefined;
  if (!moved) return { outcome: "void" };
  await on.query("DELETE FROM one_time_tokens WHERE user_id = $1 AND used_at IS NULL", [userId]);
  return { outcome: "changed", userId, to: email, ...moved };
}

/** The unique key on addresses decides, also between two at once. */
function voidWhereTaken(error: unknown): EmailChange {
  if (isDuplicate(error)) return { outcome: "void" };
  throw error;
}

type Reader = Pick<Transaction, "query">;

const usable = "token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > now()";
const picked = `user_id AS "userId", email`;

async function read(on: Reader, tokenHash: string, purpose: AccountLinkPurpose) {
  const { rows } = await on.query(`SELECT ${picked} FROM one_time_tokens WHERE ${usable}`, [
    tokenHash,
    purpose,
  ]);
  return rows[0] as { userId: number; email: string } | undefined;
}

async function spend(on: Reader, tokenHash: string, purpose: AccountLinkPurpose) {
  const { rows } = await on.query(
    `UPDATE one_time_tokens SET used_at = now() WHERE ${usable} RETURNING ${picked}`,
    [tokenHash, purpose],
  );
  return rows[0] as { userId: number; email: string } | undefined;
}
