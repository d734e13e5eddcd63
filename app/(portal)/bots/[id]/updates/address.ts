import type { z } from "zod";
import { modeSchema, updateStateSchema } from "@/lib/bots/schemas";
import { queryValue } from "../../../verb-for-page";

/** What the address of the updates page says: which are listed, and which is open. */
interface UpdatesAddress {
  filter: {
    kind: string | undefined;
    door: z.output<typeof modeSchema> | undefined;
    state: z.output<typeof updateStateSchema> | undefined;
    chatId: number | undefined;
    text: string | undefined;
  };
  cursor: string | undefined;
  /** By its arrival: a number of Telegram's may come twice. */
  open: number | undefined;
}

/** Reads it, leaving out what cannot be meant: a hand-typed address never fails. */
export function readUpdatesAddress(
  query: Readonly<Record<string, string | string[] | undefined>>,
): UpdatesAddress {
  const state = updateStateSchema.safeParse(queryValue(query.state));
  const door = modeSchema.safeParse(queryValue(query.door));
  const kind = queryValue(query.kind);
  // PostgreSQL knows no U+0000, so nothing stored holds one.
  const text = queryValue(query.text)?.replaceAll("\0", "").slice(0, 200);
  return {
    filter: {
      kind: kind !== undefined && /^[a-z_]{1,64}$/.test(kind) ? kind : undefined,
      door: door.success ? door.data : undefined,
      state: state.success ? state.data : undefined,
      chatId: integer(queryValue(query.chatId)),
      text: text === "" ? undefined : text,
    },
    cursor: queryValue(query.cursor)?.slice(0, 200),
    open: integer(queryValue(query.open)),
  };
}

function integer(text: string | undefined): number | undefined {
  if (text === undefined || !/^-?\d{1,16}$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

export function updatesHref(base: string, { filter, cursor, open }: UpdatesAddress): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filter, cursor, open })) {
    if (value !== undefined) query.set(name, String(value));
  }
  const text = query.toString();
  return text === "" ? base : `${base}?${text}`;
}
