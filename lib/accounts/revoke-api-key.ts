import { notFound } from "../core/errors";
import { deleteApiKey } from "../data/api-keys";
import { recordAudit } from "../data/audit";
import type { SignedInContext } from "./context";

/**
 * Ends a key of the actor's, at once and for good.
 *
 * @throws HooklineError not_found, also for somebody else's key.
 */
export async function revokeApiKey(
  { data, actor }: SignedInContext,
  { keyId }: { keyId: number },
): Promise<void> {
  if (!(await deleteApiKey(data, { userId: actor.userId, id: keyId }))) throw notFound("API key");
  await recordAudit(data, { userId: actor.userId, action: "api_key.revoked", detail: { keyId } });
}
