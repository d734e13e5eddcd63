import { ownBot } from "../bots/own-bot";
import type { TenantContext } from "../context";
import { findReplies } from "../data/replies";
import { type ReplyView, toView } from "./reply-schemas";

/** The replies of the actor's bot, in the order in which they are tried. */
export async function getReplies(
  ctx: TenantContext,
  input: { botId: number },
): Promise<{ replies: ReplyView[] }> {
  const bot = await ownBot(ctx, input.botId);
  return { replies: (await findReplies(ctx.data, bot.id)).map(toView) };
}
