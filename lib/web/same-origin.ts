import { HooklineError } from "../core/errors";

/**
 * Says whether a request that carries a cookie and changes something came from our own pages (OWASP's
 * "verifying origin with standard headers"). A browser lets no page forge Origin, Host or Sec-Fetch-Site.
 *
 * @param publicUrl NEXTAUTH_URL: behind a proxy that rewrites Host it is the only name that fits.
 */
export function isSameOrigin(headers: Pick<Headers, "get">, publicUrl: string | undefined): boolean {
  const origin = headers.get("origin");
  if (origin === null) return headers.get("sec-fetch-site") === "same-origin";
  if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return true;
  const host = headers.get("x-forwarded-host") ?? headers.get("host");
  return host !== null && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}

/** @throws HooklineError forbidden. */
export function assertSameOrigin(headers: Pick<Headers, "get">, publicUrl: string | undefined): void {
  if (isSameOrigin(headers, publicUrl)) return;
  throw new HooklineError("forbidden", "This request did not come from Hookline's own pages.");
}
