import { ownBot } from "../bots/own-bot";
import type { TenantContext } from "../context";
import { replaceReplies } from "../data/replies";
import { assertExpressions } from "./check-expressions";
import { getReplies } from "./get-replies";
import { type Reply, type ReplyView, toRow } from "./reply-schemas";

/**
 * Puts a new list of replies in the old one's place. The input has passed `repliesInput`.
 *
 * @returns the list as it is stored.
 * @throws HooklineError not_found; invalid_input where an expression cannot be used; unavailable.
 */
export async function putReplies(
  ctx: TenantContext,
  input: { botId: number; replies: readonly Reply[] },
): Promise<{ replies: ReplyView[] }> {
  const bot = await ownBot(ctx, input.botId);
  await assertExpressions(ctx, input.replies);
  await replaceReplies(ctx.data, bot.id, input.replies.map(toRow));
  return getReplies(ctx, { botId: bot.id });
}
