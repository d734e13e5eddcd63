import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { updateRole } from "../data/users";
import { assertAdmin } from "./assert-admin";
import type { SignedInContext } from "./context";

/**
 * Makes somebody an admin, or an admin a tenant. It counts from their next request on.
 *
 * @throws HooklineError forbidden, conflict for the last admin.
 */
export async function changeRole(
  ctx: SignedInContext,
  { userId, role }: { userId: number; role: "tenant" | "admin" },
): Promise<void> {
  assertAdmin(ctx);
  if (!(await updateRole(ctx.data, { userId, role }))) {
    throw new HooklineError(
      "conflict",
      "There is no such person, or they are the last admin, who must stay.",
    );
  }
  await recordAudit(ctx.data, {
    userId: ctx.actor.userId,
    action: "user.role_changed",
    detail: { of: userId, role },
  });
}
