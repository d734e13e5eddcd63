import { HooklineError } from "../core/errors";
import type { Page } from "./schemas";

/**
 * The id a cursor stands for: the last one of the page before.
 *
 * @param most the largest that an id of this list can be.
 */
export function readCursor(cursor: string, most: number = Number.MAX_SAFE_INTEGER): number {
  const id = Number(Buffer.from(cursor, "base64url").toString());
  if (!Number.isSafeInteger(id) || id < 0 || id > most) {
    throw new HooklineError(
      "invalid_input",
      "This cursor is not one of ours: use nextCursor as it was given.",
      {
        issues: [{ path: "cursor", message: "Not a cursor." }],
      },
    );
  }
  return id;
}

/** A cursor that stands for an id. */
export function cursorOf(id: number | bigint): string {
  return Buffer.from(String(id)).toString("base64url");
}

/** Makes a page of rows that were read one beyond `limit`, to know whether more follow. */
export function pageOf<Row, View>(
  rows: readonly Row[],
  limit: number,
  idOf: (row: Row) => number | bigint,
  view: (row: Row) => View,
): Page<View> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: items.map(view),
    nextCursor: more ? cursorOf(idOf(last)) : null,
  };
}
