import { openSession } from "../../lib/accounts/open-session";
import { encodeSession } from "../../lib/web/session-token";
import type { Stage } from "./stage";

/** Signs somebody in without a password. @returns the cookie. */
export async function signInAs(stage: Stage, userId: number): Promise<string> {
  const { rows } = await stage.data.pool.query(
    `SELECT sessions_valid_after AS "validAfter" FROM users WHERE id = $1`,
    [userId],
  );
  const [{ validAfter }] = rows as [{ validAfter: Date }];
  const config = { NEXTAUTH_SECRET: stage.secret } as Parameters<typeof encodeSession>[0];
  const account = { id: userId, sessionEpoch: validAfter.getTime() };
  const sessionId = await openSession(stage, account, { address: "127.0.0.1", userAgent: "bench" });
  return `next-auth.session-token=${await encodeSession(config, { userId, sessionId })}`;
}

/** Makes an admin. @returns their id. */
export async function insertAdmin(stage: Stage): Promise<number> {
  const { rows } = await stage.data.pool.query(
    "INSERT INTO users (email, password_hash, role) VALUES ('admin@example.org', 'none', 'admin') RETURNING id",
  );
  return (rows[0] as { id: number }).id;
}
