import { notFound } from "../core/errors";
import { recordAudit } from "../data/audit";
import { deleteSession } from "../data/sessions";
import type { SignedInContext } from "./context";

/**
 * Ends one session of the actor's, at once.
 *
 * @throws HooklineError not_found, also for somebody else's.
 */
export async function endSession(
  { data, actor }: SignedInContext,
  { sessionId }: { sessionId: string },
): Promise<void> {
  if (!(await deleteSession(data, { userId: actor.userId, id: sessionId }))) throw notFound("session");
  await recordAudit(data, { userId: actor.userId, action: "session.ended" });
}
