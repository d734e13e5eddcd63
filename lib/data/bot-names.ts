import type { Database } from "./database";

export interface BotName {
  id: number;
  ownerId: number;
  name: string;
  username: string;
}

/**
 * Bots whose name or username holds a text, those that begin with it first.
 *
 * @param ownerId whose; undefined for everybody's.
 */
export async function findBotNames(
  data: Database,
  { ownerId, text, limit }: { ownerId: number | undefined; text: string; limit: number },
): Promise<BotName[]> {
  const { rows } = await data.pool.query<BotName>(
    `SELECT id, owner_id AS "ownerId", name, username FROM user_bots
     WHERE ($1::int IS NULL OR owner_id = $1)
       AND (position(lower($2) in lower(name)) > 0 OR position(lower($2) in lower(username)) > 0)
     ORDER BY NOT (starts_with(lower(name), lower($2)) OR starts_with(lower(username), lower($2))), lower(name), id
     LIMIT $3`,
    [ownerId ?? null, text, limit],
  );
  return rows;
}
