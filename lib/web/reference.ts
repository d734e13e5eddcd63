import { randomInt } from "node:crypto";
import type { Logger } from "../core/log";
import { orDatabaseAway } from "../data/database-away";
import { orRefusedValue } from "../data/refused-value";

/** Letters and digits that nobody mixes up on the telephone. */
const alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * Logs an error nobody expected, with all there is to it.
 *
 * @returns the reference under which it stands in the log: all that the caller is told.
 */
export function logUnexpected(log: Logger, error: unknown, where: string): string {
  const reference = Array.from({ length: 10 }, () => alphabet[randomInt(alphabet.length)]).join("");
  log.error({ err: error, reference, where }, "web: unexpected error");
  return reference;
}

/**
 * What a caller is told of an error of the database: that it is away, or that it cannot take a value of theirs. Both are
 * expected, and stand in the log without a reference.
 */
export function orDatabaseSays(log: Logger, thrown: unknown, where: string): unknown {
  const away = orDatabaseAway(thrown);
  if (away !== thrown) log.warn({ err: thrown, where }, "web: database away");
  const error = orRefusedValue(away);
  if (error !== away)
    log.warn({ where, code: (thrown as { code?: unknown }).code }, "web: database refuses a value");
  return error;
}
