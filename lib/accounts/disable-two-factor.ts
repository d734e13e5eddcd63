import type { Services } from "../context";
import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { clearTwoFactor } from "../data/two-factor";
import { assertPasswordAndCode } from "./assert-password-and-code";
import type { SignedInContext } from "./context";
import type { PasswordAndCodeInput } from "./schemas";

type DisableContext = SignedInContext & Pick<Services, "vault" | "clock">;

/**
 * Turns the actor's second factor off; their recovery codes end with it.
 *
 * @throws HooklineError invalid_input, rate_limited, conflict where it is off.
 */
export async function disableTwoFactor(ctx: DisableContext, input: PasswordAndCodeInput): Promise<void> {
  await assertPasswordAndCode(ctx, input);
  if (!(await clearTwoFactor(ctx.data, ctx.actor.userId))) {
    throw new HooklineError("conflict", "Two-factor sign-in is off already.");
  }
  await recordAudit(ctx.data, { userId: ctx.actor.userId, action: "two_factor.disabled" });
}
