/**
 * Where to go after signing in: a path of our own, or `fallback`. Everything a browser could read as
 * another site ("//evil", "/\evil", "https:…") or that leads back to the auth pages is refused.
 */
export function safeNextPath(path: unknown, fallback = "/bots"): string {
  if (typeof path !== "string" || path.length > 2000) return fallback;
  // Browsers drop tabs and line breaks inside addresses and read a backslash as a slash.
  if (!/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path)) return fallback;
  return /^\/(sign-in|sign-up|setup|forgot-password|reset-password|confirm-email|api)(?![\w-])/.test(path)
    ? fallback
    : path;
}
