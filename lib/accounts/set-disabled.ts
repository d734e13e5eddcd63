import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { updateDisabled } from "../data/users";
import { assertAdmin } from "./assert-admin";
import type { SignedInContext } from "./context";

/**
 * Locks somebody out, sessions and API keys included, or lets them in again. Their bots go on.
 *
 * @throws HooklineError forbidden, conflict for the last admin.
 */
export async function setDisabled(
  ctx: SignedInContext,
  { userId, disabled }: { userId: number; disabled: boolean },
): Promise<void> {
  assertAdmin(ctx);
  if (!(await updateDisabled(ctx.data, { userId, disabled }))) {
    throw new HooklineError(
      "conflict",
      "There is no such person, or they are the last admin, who must stay.",
    );
  }
  await recordAudit(ctx.data, {
    userId: ctx.actor.userId,
    action: disabled ? "user.disabled" : "user.enabled",
    detail: { of: userId },
  });
}
