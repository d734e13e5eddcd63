import type { Database } from "./database";
import { inTransaction, type Transaction } from "./transaction";

/** A raise of a bot that is not in force any more: the highest arrival under it. */
export interface EarlierRaise {
  raise: number;
  highest: number;
}

/** What a bot's next update is placed by. */
export interface Series {
  /** Added to Telegram's numbers: an arrival is the sum. */
  raise: number;
  /** The highest arrival so far; null before the first update. */
  highest: number | null;
  /** When the newest update came, in milliseconds since the epoch; null before the first. */
  lastAt: number | null;
  /** Its newest update is older than two days, by the database's clock. */
  idle: boolean;
  /** Raises under which an update came within two days, so that Telegram may still deliver it again. */
  earlier: readonly EarlierRaise[];
}

/** An update's row that is stored under the arrival which one of the bot's raises gives the number. */
export interface StoredTwin {
  raise: number;
  /** It came within two days. */
  recent: boolean;
  /** Its payload where that is not the same text; null where it is. */
  other: string | null;
}

/** For so long an equal number with an equal payload is the same update: Telegram keeps none longer than a day. */
const sameFor = "interval '2 days'";

/** SQL for the Series of a row of user_bots. Retention removes rows, so the bot keeps its highest arrival too. */
export const seriesOf = (bot: string): string => `(
  SELECT json_build_object('raise', ${bot}.raised_by, 'highest', greatest(${bot}.last_arrival, newest.arrival),
    'lastAt', floor(extract(epoch FROM came.at) * 1000), 'idle', coalesce(came.at < now() - ${sameFor}, false),
    'earlier', (SELECT coalesce(json_agg(json_build_object('raise', e.raised_by, 'highest', e.highest)), '[]')
      FROM arrival_bases e WHERE e.bot_id = ${bot}.id AND e.last_received_at > now() - ${sameFor}))
  FROM (SELECT 1) AS one
  LEFT JOIN LATERAL (SELECT update_id AS arrival, received_at FROM updates WHERE bot_id = ${bot}.id
    ORDER BY update_id DESC LIMIT 1) newest ON true
  CROSS JOIN LATERAL (SELECT coalesce(newest.received_at,
    greatest(${bot}.last_webhook_update, ${bot}.last_polling_update)) AS at) came)`;

/** A bot's series, and the rows that may be this update's. Undefined where the bot was removed. */
export async function findSeries(
  on: Transaction | Database["pool"],
  { botId, updateId, payload }: { botId: number; updateId: number; payload: string },
): Promise<{ series: Series; twins: StoredTwin[] } | undefined> {
  const { rows } = await on.query(
    `SELECT ${seriesOf("b")} AS series, r.raise, u.recent, u.other
     FROM user_bots b
     CROSS JOIN LATERAL (SELECT b.raised_by AS raise UNION SELECT e.raised_by FROM arrival_bases e
       WHERE e.bot_id = b.id AND e.last_received_at > now() - ${sameFor}) r
     LEFT JOIN LATERAL (SELECT received_at > now() - ${sameFor} AS recent, nullif(payload, $3) AS other
       FROM updates WHERE bot_id = b.id AND update_id = $2::bigint + r.raise LIMIT 1) u ON true
     WHERE b.id = $1`,
    [botId, updateId, payload],
  );
  const found = rows as ({ series: Series; raise: number } & {
    recent: boolean | null;
    other: string | null;
  })[];
  const [first] = found;
  if (!first) return undefined;
  const twins = found.flatMap(({ raise, recent, other }) =>
    recent === null ? [] : [{ raise: Number(raise), recent, other }],
  );
  return { series: first.series, twins };
}

/**
 * Runs `decide` while nobody else changes the bot's raise, and makes its answer the bot's raise where there is one. The
 * raise before it is kept: for two days its updates may be delivered again, and as long as they are stored they are
 * found by their number.
 *
 * @param decide is given what is found under the lock, and says the new raise and the series that it ends.
 */
export function raiseArrivals<T extends { raised?: { raise: number; ends: Series } | undefined }>(
  data: Database,
  update: { botId: number; updateId: number; payload: string },
  decide: (found: Awaited<ReturnType<typeof findSeries>>) => T,
): Promise<T> {
  const { botId } = update;
  return inTransaction(data, async (client) => {
    await client.query("SELECT 1 FROM user_bots WHERE id = $1 FOR NO KEY UPDATE", [botId]);
    const decided = decide(await findSeries(client, update));
    if (!decided.raised) return decided;
    const { raise, ends } = decided.raised;
    await client.query(
      `DELETE FROM arrival_bases e WHERE bot_id = $1 AND last_received_at < now() - ${sameFor}
         AND NOT EXISTS (SELECT 1 FROM updates WHERE bot_id = $1 AND update_id <= e.highest)`,
      [botId],
    );
    await client.query(
      `INSERT INTO arrival_bases (bot_id, raised_by, highest, last_received_at)
       VALUES ($1, $2, $3, to_timestamp($4::float8 / 1000))`,
      [botId, ends.raise, ends.highest, ends.lastAt ?? 0],
    );
    await client.query(
      "UPDATE user_bots SET raised_by = $2, last_arrival = greatest(last_arrival, $3) WHERE id = $1",
      [botId, raise, ends.highest],
    );
    return decided;
  });
}

/** The arrival of a bot's newest stored update with this number of Telegram's; undefined where there is none. */
export async function findArrival(
  data: Database,
  botId: number,
  updateId: number,
): Promise<number | undefined> {
  const { rows } = await data.pool.query(
    `SELECT max(u.update_id) AS arrival
     FROM (SELECT raised_by FROM user_bots WHERE id = $1 UNION SELECT raised_by FROM arrival_bases WHERE bot_id = $1
           UNION SELECT 0) r
     JOIN updates u ON u.bot_id = $1 AND u.update_id = $2::bigint + r.raised_by AND u.raised_by = r.raised_by`,
    [botId, updateId],
  );
  const { arrival } = rows[0] as { arrival: number | null };
  return arrival ?? undefined;
}
