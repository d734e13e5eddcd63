import type { Services } from "../context";
import { HooklineError } from "../core/errors";
import { findTwoFactor } from "../data/two-factor";
import { assertPassword } from "./assert-password";
import { assertSecondFactor } from "./assert-second-factor";
import type { SignedInContext } from "./context";
import { parseInput } from "./parse-input";
import { type PasswordAndCodeInput, passwordAndCodeInput } from "./schemas";

/**
 * Has the actor prove both factors, before what protects the account is weakened.
 *
 * @throws HooklineError invalid_input, rate_limited, conflict where there is no second factor.
 */
export async function assertPasswordAndCode(
  ctx: SignedInContext & Pick<Services, "vault" | "clock">,
  input: PasswordAndCodeInput,
): Promise<void> {
  const { password, code } = parseInput(passwordAndCodeInput, input);
  const { userId } = ctx.actor;
  await assertPassword(ctx, { password, path: "password", refused: "two_factor.change_refused" });
  const person = await findTwoFactor(ctx.data, userId);
  if (!person?.totpSecret || person.totpEnabledAt === null) {
    throw new HooklineError("conflict", "Two-factor sign-in is off.");
  }
  await assertSecondFactor(ctx, { userId, totpSecret: person.totpSecret, code });
}
