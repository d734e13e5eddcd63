import { cookies, headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import type { AccountView, ProvenAccount } from "../accounts/context";
import { openSession } from "../accounts/open-session";
import type { TenantContext } from "../context";
import { clientAddressOf } from "./client-address";
import { pathHeader } from "./headers";
import { rememberBrowser } from "./known-browser";
import { pageLanguage } from "./page-language";
import { getRuntime } from "./runtime";
import {
  decodeSession,
  encodeSession,
  secureCookies,
  sessionCookieName,
  sessionMaxAgeS,
} from "./session-token";
import { tenantContext } from "./tenant-context";

/** What a signed-in person's page, action or route works with; it goes into every verb. */
export interface PageContext extends TenantContext {
  readonly user: AccountView;
  /** The session that asks. */
  readonly sessionId: string;
}

/** Who is signed in, or undefined. Asked once a request, however many components ask. */
export const currentActor = cache(async (): Promise<PageContext | undefined> => {
  const runtime = await getRuntime();
  const cookie = (await cookies()).get(sessionCookieName(runtime.config));
  const claims = cookie && (await decodeSession(runtime.config, cookie.value));
  if (!claims) return undefined;
  const { sessionId } = claims;
  const client = clientAddressOf(await headers(), runtime.config.TRUSTED_PROXIES);
  const user = await runtime.sessions.personOf(sessionId, client);
  if (user?.id !== claims.userId) return undefined;
  return { ...tenantContext(runtime, { userId: user.id, role: user.role }, client), user, sessionId };
});

/** For pages and actions: who is signed in; anybody else is sent to sign in and comes back after. */
export async function requireActor(): Promise<PageContext> {
  const actor = await currentActor();
  if (actor) return actor;
  const path = (await headers()).get(pathHeader);
  redirect(path && path !== "/" ? `/sign-in?next=${encodeURIComponent(path)}` : "/sign-in");
}

/** For admin pages and actions; anybody else who is signed in reads that they are for admins (403). */
export async function requireAdmin(): Promise<PageContext> {
  const actor = await requireActor();
  if (actor.actor.role !== "admin") forbidden();
  return actor;
}

/**
 * Signs somebody in who has proven who they are; their browser is known from then on. Only in actions and routes: pages cannot set cookies.
 *
 * @param withCode whether by a code of their second factor as well.
 */
export async function startSession(
  account: Pick<ProvenAccount, "id" | "sessionEpoch">,
  withCode = false,
): Promise<void> {
  const runtime = await getRuntime();
  const { config } = runtime;
  const sent = await headers();
  const sessionId = await openSession(runtime, account, {
    address: clientAddressOf(sent, config.TRUSTED_PROXIES),
    userAgent: sent.get("user-agent"),
    language: await pageLanguage(),
  });
  const token = await encodeSession(config, { userId: account.id, sessionId });
  (await cookies()).set(sessionCookieName(config), token, {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure: secureCookies(config),
    maxAge: sessionMaxAgeS,
  });
  await rememberBrowser(account, withCode);
}

/** Takes the cookie away. Ending the session itself is a verb's. */
export async function dropSessionCookie(): Promise<void> {
  const { config } = await getRuntime();
  (await cookies()).set(sessionCookieName(config), "", {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure: secureCookies(config),
    maxAge: 0,
  });
}
