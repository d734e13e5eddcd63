import { HooklineError } from "../core/errors";

/** SQLSTATEs, then Prisma's codes, then the system's, of a database that could not be asked. */
const away = new Set([
  ...["53300", "57P01", "57P02", "57P03", "08000", "08001", "08003", "08004", "08006"],
  ...["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "P2037"],
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH"],
]);

/** What pg says, without any code, of a connection that it could not get or has lost. */
const words = /timeout exceeded when trying to connect|Connection terminated/;

/**
 * A caller's view of a failed query: where the database could not be asked at all it is no fault that somebody has to
 * look for, and soon over.
 *
 * @returns `unavailable` then, else the error as it is.
 */
export function orDatabaseAway(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as { code?: unknown };
  if (!(typeof code === "string" && away.has(code)) && !words.test(error.message)) return error;
  const message = "The database does not answer at the moment. Try again in a few seconds.";
  return new HooklineError("unavailable", message, { retryAfterS: 3, cause: error });
}
