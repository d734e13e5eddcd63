import type { Services } from "../context";
import type { AuditAction } from "../core/audit-actions";
import { HooklineError } from "../core/errors";
import { findTwoFactor } from "../data/two-factor";
import { assertPassword } from "./assert-password";
import { assertSecondFactor } from "./assert-second-factor";
import type { SignedInContext } from "./context";

/**
 * Has the actor prove all that they sign in with: the password, and a code where the account has a second factor.
 *
 * @param refused the action that the audit log notes of a wrong password.
 * @returns the password's hash, for a change that must fail where it changed meanwhile.
 * @throws HooklineError invalid_input at "password" or "code", rate_limited.
 */
export async function assertAllFactors(
  ctx: SignedInContext & Pick<Services, "vault" | "clock">,
  { password, code, refused }: { password: string; code: string | undefined; refused: AuditAction },
): Promise<{ passwordHash: string; secondFactor: boolean }> {
  const { userId } = ctx.actor;
  const passwordHash = await assertPassword(ctx, { password, path: "password", refused });
  const person = await findTwoFactor(ctx.data, userId);
  if (!person?.totpSecret || person.totpEnabledAt === null) return { passwordHash, secondFactor: false };
  if (code === undefined) {
    const message = "Enter the code.";
    throw new HooklineError("invalid_input", message, { issues: [{ path: "code", message }] });
  }
  await assertSecondFactor(ctx, { userId, totpSecret: person.totpSecret, code });
  return { passwordHash, secondFactor: true };
}
