import { HooklineError } from "../core/errors";

/** What PostgreSQL says of a value that a column cannot hold: SQLSTATEs of class 22, data exceptions. */
const refused = new Set<unknown>([
  "22003", // a number out of range
  "22007", // no date
  "22008", // a date out of range
  "22009", // a time zone out of range
  "22021", // U+0000
  "22P02", // no text of its type
  "22P05", // \u0000 or half a surrogate pair inside of JSON
]);

/** The SQLSTATE of an error of pg's, or of Prisma's over pg. */
function sqlStateOf(error: unknown): unknown {
  const { code, meta } = error as {
    code?: unknown;
    meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } };
  };
  return meta?.driverAdapterError?.cause?.originalCode ?? code;
}

/**
 * A caller's view of a failed query: where PostgreSQL could not take a value that came from the caller, the caller is
 * told so. Schemas refuse such values where they enter; this is for one that a schema let through.
 *
 * @returns `invalid_input` then, else the error as it is.
 */
export function orRefusedValue(error: unknown): unknown {
  if (!(error instanceof Error) || !refused.has(sqlStateOf(error))) return error;
  const message =
    "A value cannot be stored: a number is too large, or a text holds a character that no text has.";
  return new HooklineError("invalid_input", message, { cause: error });
}
