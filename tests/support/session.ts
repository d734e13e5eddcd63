import { openSession } from "../../lib/accounts/open-session";
import type { Database } from "../../lib/data/database";
import { encodeSession } from "../../lib/web/session-token";

/** Signs somebody in without a password. @returns the session's id, and the cookie that names it. */
export async function beginSession(
  { data, secret }: { data: Database; secret: string },
  userId: number,
  userAgent = "tests",
): Promise<{ sessionId: string; cookie: string }> {
  const { rows } = await data.pool.query("SELECT sessions_valid_after AS at FROM users WHERE id = $1", [
    userId,
  ]);
  const [{ at }] = rows as [{ at: Date }];
  const account = { id: userId, sessionEpoch: at.getTime() };
  const sessionId = await openSession({ data }, account, { address: "127.0.0.1", userAgent });
  const config = { NEXTAUTH_SECRET: secret } as Parameters<typeof encodeSession>[0];
  return {
    sessionId,
    cookie: `next-auth.session-token=${await encodeSession(config, { userId, sessionId })}`,
  };
}
