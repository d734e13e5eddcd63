import type { TenantContext } from "../context";
import { assertExpressions } from "./check-expressions";
import { type Reply, type ReplyView, toRow, toView } from "./reply-schemas";

/**
 * A list from a file, by the rules that saving it has; nothing is stored. The input has passed `repliesInput`.
 *
 * @throws HooklineError invalid_input where an expression cannot be used; unavailable.
 */
export async function readReplies(
  ctx: TenantContext,
  { replies }: { replies: readonly Reply[] },
): Promise<{ replies: ReplyView[] }> {
  await assertExpressions(ctx, replies);
  return { replies: replies.map((reply) => toView(toRow(reply))) };
}
