import { cookies } from "next/headers";
import type { ProvenAccount } from "../accounts/context";
import { accountForBrowser, type KnownBrowser } from "../accounts/known-browser";
import {
  knownBrowserCookieName,
  knownBrowserMaxAgeS,
  readKnownBrowsers,
  rememberInCookie,
} from "./known-browser-token";
import { getRuntime } from "./runtime";
import { secureCookies } from "./session-token";

/** What the cookie of the browser that asks says of the accounts that were signed in to with it. */
export async function knownBrowsers(): Promise<readonly KnownBrowser[]> {
  const { config, clock } = await getRuntime();
  const cookie = (await cookies()).get(knownBrowserCookieName(config))?.value;
  return readKnownBrowsers(config, cookie, clock.now());
}

/**
 * Notes in the browser that asks that this person has just proven there who they are. Only in actions and routes:
 * pages cannot set cookies.
 *
 * @param withCode whether by a code of their second factor as well.
 */
export async function rememberBrowser(
  account: Pick<ProvenAccount, "id" | "sessionEpoch">,
  withCode = false,
): Promise<void> {
  const { config, clock } = await getRuntime();
  const jar = await cookies();
  const name = knownBrowserCookieName(config);
  jar.set(name, rememberInCookie(config, jar.get(name)?.value, account, withCode, clock.now()), {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure: secureCookies(config),
    maxAge: knownBrowserMaxAgeS,
  });
}

/** The same, without a code, where the person is known by their number, e.g. after their password was changed. */
export async function rememberBrowserOf(userId: number): Promise<void> {
  const account = await accountForBrowser(await getRuntime(), userId);
  if (account) await rememberBrowser(account);
}
