/**
 * Request headers that Hookline sets for itself. Each is overwritten on every request, so what a client
 * sends under these names never counts.
 */

/** Path and query of a page; set by proxy.ts, so that signing in can lead back to it. */
export const pathHeader = "x-hookline-path";

/** The CSP nonce; set by proxy.ts. */
export const nonceHeader = "x-nonce";
