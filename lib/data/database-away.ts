import { HooklineError } from "../core/errors";

/** SQLSTATEs, then Prisma's codes and its adapter's, then the system's, of a database that could not be asked. */
const away = new Set<unknown>([
  ...["53300", "57P01", "57P02", "57P03", "08000", "08001", "08003", "08004", "08006"],
  ...["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "P2037"],
  ...["ConnectionClosed", "DatabaseNotReachable", "SocketTimeout"],
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH"],
]);

/** What pg says, without any code, of a connection that it could not get or has lost. */
const texts =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/;

/** The codes that an error goes by: Prisma's adapter keeps PostgreSQL's in its cause, and Prisma the adapter's error. */
function codesOf(error: unknown): unknown[] {
  const { code, cause, meta } = error as {
    code?: unknown;
    cause?: { originalCode?: unknown; kind?: unknown };
    meta?: { driverAdapterError?: unknown };
  };
  const inside = meta?.driverAdapterError ? codesOf(meta.driverAdapterError) : [];
  return [code, cause?.originalCode, cause?.kind, ...inside];
}

/**
 * A caller's view of a failed query: where the database could not be asked at all it is no fault that somebody has to
 * look for, and soon over.
 *
 * @returns `unavailable` then, else the error as it is.
 */
export function orDatabaseAway(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (!codesOf(error).some((code) => away.has(code)) && !texts.test(error.message)) return error;
  const message = "The database does not answer at the moment. Try again in a few seconds.";
  return new HooklineError("unavailable", message, { retryAfterS: 3, cause: error });
}
