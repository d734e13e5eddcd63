import type { Database } from "./database";
import type { Prisma } from "./generated/client";

/** Which of a bot's updates are looked for. */
export interface UpdateFilter {
  kind?: string | undefined;
  door?: "webhook" | "polling" | undefined;
  state?: "open" | "handled" | "dead" | "quarantined" | undefined;
  chatId?: number | undefined;
  /** The payload holds at least one of these texts: the first in whatever case, the others as they stand. */
  anyText?: readonly [string, ...string[]] | undefined;
}

/** A stretch of a bot's updates that was looked through. */
export interface Searched {
  /** Arrivals of those that fit, newest first. */
  arrivals: number[];
  /** How many were looked through; fewer than asked for where there are no older ones. */
  looked: number;
  /** The oldest of them, and when it was received. */
  lowest: number | null;
  lowestAt: Date | null;
}

/** `%`, `_` and `\\` mean themselves. */
const pattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;

/**
 * Looks through the newest `stretch` updates below `before`. The primary key leads to them, and nothing else
 * is read: what it costs depends on the stretch, not on how many updates there are or how rare a match is.
 */
export async function searchUpdates(
  data: Database,
  botId: number,
  search: { filter: UpdateFilter; before: number | undefined; stretch: number; limit: number },
): Promise<Searched> {
  const { filter, before, stretch, limit } = search;
  const values: unknown[] = [botId, before ?? null, stretch, limit];
  const param = (value: unknown): string => `$${values.push(value)}`;
  const conditions = [
    filter.kind === undefined ? [] : `kind = ${param(filter.kind)}`,
    filter.door === undefined ? [] : `door = ${param(filter.door)}::door`,
    filter.state === undefined ? [] : `state = ${param(filter.state)}::update_state`,
    filter.chatId === undefined ? [] : `chat_id = ${param(filter.chatId)}::bigint`,
    filter.anyText === undefined ? [] : textCondition(filter.anyText, param),
  ].flat();
  const { rows } = await data.pool.query(
    `SELECT count(*)::int AS looked, min(update_id) AS "lowest", min(received_at) AS "lowestAt",
       coalesce((array_agg(update_id ORDER BY update_id DESC) FILTER (WHERE fits))[1:$4::int], '{}') AS arrivals
     FROM (
       SELECT update_id, received_at, ${conditions.join(" AND ") || "true"} AS fits FROM updates
       WHERE bot_id = $1 AND update_id < coalesce($2::bigint, 9223372036854775807)
       ORDER BY update_id DESC LIMIT $3
     ) newest`,
    values,
  );
  const [found] = rows as [Omit<Searched, "arrivals"> & { arrivals: (number | string)[] }];
  return { ...found, arrivals: found.arrivals.map(Number) };
}

function textCondition([loose, ...exact]: readonly [string, ...string[]], param: (value: unknown) => string) {
  // Looking for a text as it stands is far cheaper than in whatever case.
  const any = exact.map((text) => `strpos(payload, ${param(text)}) > 0`);
  return `(${[...any, `payload ILIKE ${param(pattern(loose))}`].join(" OR ")})`;
}

/** What a list shows of an update: all but its payload. */
const listed = { payload: true } as const satisfies Prisma.UpdateOmit;

/** A bot's newest updates below `before`. */
export function findNewestUpdates(data: Database, botId: number, limit: number, before: number | undefined) {
  return data.prisma.update.findMany({
    where: { botId, ...(before === undefined ? {} : { arrival: { lt: before } }) },
    omit: listed,
    orderBy: { arrival: "desc" },
    take: limit,
  });
}

/** The named updates of a bot, newest first. */
export function findUpdatesByArrival(data: Database, botId: number, arrivals: readonly number[]) {
  return data.prisma.update.findMany({
    where: { botId, arrival: { in: [...arrivals] } },
    omit: listed,
    orderBy: { arrival: "desc" },
  });
}
