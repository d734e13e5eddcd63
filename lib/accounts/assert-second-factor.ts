import type { Services } from "../context";
import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { spendRecoveryCode, spendTotpStep } from "../data/two-factor";
import type { SignedInContext } from "./context";
import { giveBackLimits, type LimitChoices, type SayWait, stepUpLimits, takeFirst } from "./rate-limits";
import { recoveryCodeHash } from "./recovery-code";
import { openTotpSecret, stepOfCode, totpCodeOf } from "./totp";

export type SecondFactorContext = Pick<Services, "data" | "vault" | "clock">;

/**
 * Has a person whose password is proven prove that they hold their device, or a recovery code. Either is
 * used up by it.
 *
 * @param limits by which a wrong code counts; by the session that asks unless told.
 * @throws HooklineError invalid_input at "code", rate_limited.
 */
export async function assertSecondFactor(
  ctx: SecondFactorContext & Pick<SignedInContext, "sessionId">,
  { userId, totpSecret, code }: { userId: number; totpSecret: string; code: string },
  limits: [LimitChoices, SayWait] = stepUpLimits("code", userId, ctx.sessionId),
): Promise<void> {
  const counted = await takeFirst(ctx, ...limits);
  const by = await proofOf(ctx, { userId, totpSecret, code });
  if (by === undefined) {
    await recordAudit(ctx.data, { userId, action: "two_factor.refused" });
    const message = "That code is not right, or it was used before. Enter the newest one of your app.";
    throw new HooklineError("invalid_input", message, { issues: [{ path: "code", message }] });
  }
  await giveBackLimits(ctx, counted);
  if (by === "recovery code")
    await recordAudit(ctx.data, { userId, action: "two_factor.recovery_code_used" });
}

async function proofOf(
  { data, vault, clock }: SecondFactorContext,
  { userId, totpSecret, code }: { userId: number; totpSecret: string; code: string },
): Promise<"app" | "recovery code" | undefined> {
  const digits = totpCodeOf(code);
  if (digits !== undefined) {
    const step = stepOfCode(openTotpSecret(vault, totpSecret, userId), digits, clock.now());
    const spent = step !== undefined && (await spendTotpStep(data, { userId, totpSecret, step }));
    return spent ? "app" : undefined;
  }
  const codeHash = recoveryCodeHash(code);
  const spent = codeHash !== undefined && (await spendRecoveryCode(data, { userId, codeHash }));
  return spent ? "recovery code" : undefined;
}
