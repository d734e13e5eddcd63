import type { Services } from "../context";
import { HooklineError } from "../core/errors";
import { assertAllFactors } from "./assert-all-factors";
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
  const proof = { password, code, refused: "two_factor.change_refused" } as const;
  const { secondFactor } = await assertAllFactors(ctx, proof);
  if (!secondFactor) throw new HooklineError("conflict", "Two-factor sign-in is off.");
}
