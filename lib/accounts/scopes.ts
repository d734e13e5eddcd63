/**
 * What an API key may do. Each call of the REST API needs one of the three; `all` is each of them and
 * whatever comes later.
 */
export const scopes = ["read", "write", "messages"] as const;
export type Scope = (typeof scopes)[number];

/** @param granted a key's scopes as they are stored. */
export function mayDo(granted: readonly string[], scope: Scope): boolean {
  return granted.includes("all") || granted.includes(scope);
}
