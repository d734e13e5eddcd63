import type { Database } from "./database";

/** So many of a bot's newest updates are looked through. */
const lookedThrough = 100;

/** The newest message of each chat among a bot's newest updates, newest first: chats and payloads. */
export async function findRecentMessages(
  data: Database,
  botId: number,
  limit: number,
): Promise<{ chatId: number; payload: string }[]> {
  const { rows } = await data.pool.query({
    name: "recent-messages",
    text: `SELECT DISTINCT ON (chat_id) chat_id AS "chatId", update_id, payload FROM (
        SELECT chat_id, update_id, kind, payload FROM updates WHERE bot_id = $1
        ORDER BY update_id DESC LIMIT ${lookedThrough}) newest
      WHERE chat_id IS NOT NULL AND kind = 'message' ORDER BY chat_id, update_id DESC`,
    values: [botId],
  });
  return (rows as { chatId: number; update_id: number; payload: string }[])
    .sort((a, b) => b.update_id - a.update_id)
    .slice(0, limit);
}
