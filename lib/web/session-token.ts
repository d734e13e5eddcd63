import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import type { Config } from "../config/env";
import { sessionDays } from "../core/session-days";

/** What a session's cookie says: whose it is, and its row in `sessions`. Nothing else travels. */
export interface SessionClaims {
  userId: number;
  sessionId: string;
}

/** Nothing renews a cookie. Whether its session still counts, the row says, not the cookie. */
export const sessionMaxAgeS = sessionDays.most * 24 * 3600;

const claimsSchema = z.object({
  sub: z
    .string()
    .regex(/^[1-9]\d{0,9}$/)
    .transform(Number),
  sid: z.uuid(),
});

/** @returns undefined for a token that is not one of ours. */
function fromJwt(token: unknown): SessionClaims | undefined {
  const parsed = claimsSchema.safeParse(token);
  return parsed.success ? { userId: parsed.data.sub, sessionId: parsed.data.sid } : undefined;
}

/** Secure cookies wherever the portal is reached by https. */
export function secureCookies(config: Config): boolean {
  return config.NEXTAUTH_URL?.startsWith("https://") ?? false;
}

/** next-auth's own name for it, so that its handlers, once a page needs them, read the same cookie. */
export function sessionCookieName(config: Config): string {
  return `${secureCookies(config) ? "__Secure-" : ""}next-auth.session-token`;
}

export function sessionSecret(config: Config): string {
  // The processes generate one before they start; without it nobody may be let in.
  if (config.NEXTAUTH_SECRET === undefined) throw new Error("NEXTAUTH_SECRET is not set.");
  return config.NEXTAUTH_SECRET;
}

export async function encodeSession(config: Config, { userId, sessionId }: SessionClaims): Promise<string> {
  const token = { sub: String(userId), sid: sessionId };
  return encode({ token, secret: sessionSecret(config), maxAge: sessionMaxAgeS });
}

export async function decodeSession(config: Config, token: string): Promise<SessionClaims | undefined> {
  try {
    return fromJwt(await decode({ token, secret: sessionSecret(config) }));
  } catch {
    // Expired, tampered with, or made under another secret: all the same, nobody is signed in.
    return undefined;
  }
}
