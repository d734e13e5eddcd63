import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { replacePasswordHash } from "../data/users";
import { assertPassword } from "./assert-password";
import type { SignedInContext } from "./context";
import { parseInput } from "./parse-input";
import { hashPassword } from "./password-hash";
import { type ChangePasswordInput, changePasswordInput } from "./schemas";

/**
 * Changes the actor's password. The session that asks goes on; the others end where that is wished, and so do API keys.
 *
 * @throws HooklineError invalid_input, rate_limited, conflict where it was changed meanwhile.
 */
export async function changePassword(
  ctx: SignedInContext,
  input: ChangePasswordInput,
  { sessionId }: { sessionId: string },
): Promise<void> {
  const { currentPassword, newPassword, endOthers, endKeys } = parseInput(changePasswordInput, input);
  const { userId } = ctx.actor;
  const oldHash = await assertPassword(ctx, {
    password: currentPassword,
    path: "currentPassword",
    refused: "password.change_refused",
  });
  const newHash = await hashPassword(newPassword);
  const keep = endOthers ? { id: sessionId } : "all";
  const changed = await replacePasswordHash(ctx.data, { userId, oldHash, newHash, keep, endKeys });
  if (!changed) throw new HooklineError("conflict", "Your password was changed elsewhere just now.");
  await recordAudit(ctx.data, { userId, action: "password.changed", detail: { endOthers, ...changed } });
}
