import { ownBot } from "../bots/own-bot";
import type { TenantContext } from "../context";
import { replaceReplies } from "../data/replies";
import { type Reply, type ReplyView, toRow, toView } from "./reply-schemas";

/**
 * Puts a new list of replies in the old one's place. The input has passed `repliesInput`.
 *
 * @returns the list as it is stored.
 */
export async function putReplies(
  ctx: TenantContext,
  input: { botId: number; replies: readonly Reply[] },
): Promise<{ replies: ReplyView[] }> {
  const bot = await ownBot(ctx, input.botId);
  const rows = input.replies.map(toRow);
  await replaceReplies(ctx.data, bot.id, rows);
  return { replies: rows.map(toView) };
}
