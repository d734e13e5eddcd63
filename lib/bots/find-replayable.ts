import type { TenantContext } from "../context";
import { maxReplays } from "./inspector-schemas";
import { listUpdates, type UpdatesWanted } from "./list-updates";

/**
 * The newest updates that a filter finds and that can be replayed, each with the attempts made so far: who then
 * asks for their replay names them, and gets each once.
 */
export async function findReplayable(
  ctx: TenantContext,
  input: { botId: number } & UpdatesWanted,
): Promise<{ updates: { arrival: number; attempts: number }[]; bounded: boolean }> {
  const { items, nextCursor } = await listUpdates(ctx, { ...input, limit: maxReplays });
  const updates = items
    .filter(({ state }) => state === "handled" || state === "dead")
    .map(({ arrival, attempts }) => ({ arrival, attempts }));
  return { updates, bounded: nextCursor !== null };
}
