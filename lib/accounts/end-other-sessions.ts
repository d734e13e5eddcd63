import { recordAudit } from "../data/audit";
import { deleteSessionsBut } from "../data/sessions";
import type { SignedInContext } from "./context";

/**
 * Ends every session of the actor's but the one that asks.
 *
 * @returns how many ended.
 */
export async function endOtherSessions(
  { data, actor }: SignedInContext,
  { sessionId }: { sessionId: string },
): Promise<{ ended: number }> {
  const ended = await deleteSessionsBut(data, { userId: actor.userId, id: sessionId });
  await recordAudit(data, { userId: actor.userId, action: "sessions.ended", detail: { ended } });
  return { ended };
}
