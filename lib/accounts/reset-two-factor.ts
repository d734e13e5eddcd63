import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { clearTwoFactor } from "../data/two-factor";
import { assertAdmin } from "./assert-admin";
import type { SignedInContext } from "./context";

/**
 * Turns somebody's second factor off: they lost their device and their recovery codes, and an admin has made
 * sure that it is them. Their password stays. Admins turn their own off on their account page, with a code.
 *
 * @throws HooklineError forbidden, also for oneself; conflict where it is off or there is no such person.
 */
export async function resetTwoFactor(ctx: SignedInContext, { userId }: { userId: number }): Promise<void> {
  assertAdmin(ctx);
  if (userId === ctx.actor.userId) {
    throw new HooklineError("forbidden", "Turn your own two-factor sign-in off on your account page.");
  }
  if (!(await clearTwoFactor(ctx.data, userId))) {
    throw new HooklineError("conflict", "There is no such person, or their two-factor sign-in is off.");
  }
  await recordAudit(ctx.data, {
    userId: ctx.actor.userId,
    action: "two_factor.reset",
    detail: { of: userId },
  });
}
