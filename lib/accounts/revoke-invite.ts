import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { deleteInvite } from "../data/one-time-tokens";
import { assertAdmin } from "./assert-admin";
import type { SignedInContext } from "./context";

/**
 * Makes an invitation void.
 *
 * @throws HooklineError forbidden; conflict where it was used or made void meanwhile.
 */
export async function revokeInvite(ctx: SignedInContext, { id }: { id: string }): Promise<void> {
  assertAdmin(ctx);
  if (!(await deleteInvite(ctx.data, id))) {
    throw new HooklineError("conflict", "This invitation was used or withdrawn meanwhile.");
  }
  await recordAudit(ctx.data, { userId: ctx.actor.userId, action: "invite.revoked" });
}
