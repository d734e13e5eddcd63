/** What the system, Node and Next read of an environment; none of Hookline's own settings. */
const wanted =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|TMPDIR|TMP|TEMP|TZ|LANG|LANGUAGE|TERM|COLORTERM|NO_COLOR|FORCE_COLOR|CI|(?:https?|no|all)_proxy)$|^(?:LC|NODE|NEXT|UV|LD|DYLD|MALLOC|SSL_CERT|OPENSSL)_/i;

/**
 * The environment of a program that works on none of our data, e.g. a build.
 *
 * @param {Readonly<Record<string, string | undefined>>} env the one of this process.
 * @returns {Record<string, string | undefined>}
 */
export const systemEnvironment = (env) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => wanted.test(name)));
