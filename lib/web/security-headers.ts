/**
 * The Content Security Policy of a page. Scripts run only with the request's nonce, or loaded by one that
 * has it ('strict-dynamic'); nothing is fetched from elsewhere, and no other site may frame us.
 *
 * @param developing React's development build evaluates code; production does not.
 */
export function contentSecurityPolicy(
  nonce: string,
  { developing, https }: { developing: boolean; https: boolean },
): string {
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${developing ? " 'unsafe-eval'" : ""}`,
    // The dialogs, toasts and charts we use write style elements and attributes as they go, without a
    // nonce. Styles run nothing, and default-src lets them load nothing from elsewhere.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(https ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

/** Headers of every answer, page or not. */
export function plainSecurityHeaders({ https }: { https: boolean }): Record<string, string> {
  return {
    "x-content-type-options": "nosniff",
    // Not "no-referrer": under it browsers send "Origin: null" with our own forms.
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    ...(https ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}

/** Headers of answers that are no page: nothing in them runs, and nobody frames them. */
export function apiSecurityHeaders(options: { https: boolean }): Record<string, string> {
  return {
    ...plainSecurityHeaders(options),
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  };
}
