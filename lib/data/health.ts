import type { Database } from "./database";
import { switchedOff } from "./replies";

/** What of a bot's updates is not handled and waits for its owner. */
export interface LeftOver {
  /** Put aside within the last day: handling them failed at every attempt. */
  deadUpdates: number;
  /** Chats that are set aside. */
  chatsAside: number;
  /** Replies that were switched off because their expressions took too long. */
  repliesOff: number;
}

/**
 * What is left over of these bots, by their numbers; a bot of which nothing is, is not in it. An update is
 * put aside at its second attempt at the earliest: the index updates_retried holds no others.
 */
export async function findLeftOvers(
  data: Database,
  botIds: readonly number[],
): Promise<Map<number, LeftOver>> {
  const { rows } = await data.pool.query({
    name: "left-overs",
    text: `SELECT bot_id AS id, sum(dead)::int AS "deadUpdates", sum(aside)::int AS "chatsAside",
        sum(off)::int AS "repliesOff" FROM (
        SELECT bot_id, count(*) AS dead, 0 AS aside, 0 AS off FROM updates
        WHERE bot_id = ANY ($1::int[]) AND attempts > 1 AND state = 'dead'
          AND received_at > now() - interval '1 day' GROUP BY bot_id
        UNION ALL
        SELECT bot_id, 0, count(*), 0 FROM quarantined_chats WHERE bot_id = ANY ($1::int[]) GROUP BY bot_id
        UNION ALL
        SELECT bot_id, 0, 0, count(*) FROM replies
        WHERE bot_id = ANY ($1::int[]) AND ${switchedOff} GROUP BY bot_id
      ) found GROUP BY bot_id`,
    values: [botIds],
  });
  return new Map((rows as (LeftOver & { id: number })[]).map(({ id, ...left }) => [id, left]));
}
