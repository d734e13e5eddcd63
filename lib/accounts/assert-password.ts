import type { AuditAction } from "../core/audit-actions";
import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { findPasswordHash } from "../data/users";
import type { SignedInContext } from "./context";
import { passwordMatches } from "./password-hash";
import { giveBackLimits, stepUpLimits, takeFirst } from "./rate-limits";

/**
 * Has the actor prove that they know their password: a session that somebody else got hold of must not be
 * enough to take the account over.
 *
 * @param path the field that the refusal belongs to.
 * @param refused the action that the audit log notes of a wrong password.
 * @returns the hash, for a change that must fail where it changed meanwhile.
 * @throws HooklineError invalid_input, rate_limited.
 */
export async function assertPassword(
  ctx: SignedInContext,
  { password, path, refused }: { password: string; path: string; refused: AuditAction },
): Promise<string> {
  const { userId } = ctx.actor;
  const limits = await takeFirst(ctx, ...stepUpLimits("password", userId, ctx.sessionId));
  const hash = await findPasswordHash(ctx.data, userId);
  if (!(await passwordMatches(password, hash)) || hash === undefined) {
    await recordAudit(ctx.data, { userId, action: refused });
    const message = "That is not your current password.";
    throw new HooklineError("invalid_input", message, { issues: [{ path, message }] });
  }
  await giveBackLimits(ctx, limits);
  return hash;
}
