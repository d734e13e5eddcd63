import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { findTwoFactor } from "../data/two-factor";
import { assertSecondFactor, type SecondFactorContext } from "./assert-second-factor";
import type { ProvenAccount } from "./context";
import { parseInput } from "./parse-input";
import { giveBackLimits, limitOf, takeLimits } from "./rate-limits";
import { type SignInInput, signInInput } from "./schemas";
import { verifyPassword } from "./verify-password";

/** The one sentence for an unknown address, a wrong password and a disabled account. */
export const wrongCredentials = "That email address and password do not match.";

/**
 * - `proven`: the person is who they say.
 * - `code_needed`: the password is right, and the account wants a code of its device as well. The caller asks
 *   for it and calls again with all three: nothing is kept in between that could be stolen.
 */
export type SignInOutcome = { outcome: "proven"; account: ProvenAccount } | { outcome: "code_needed" };

/**
 * Proves who somebody is, by email and password, and by a code where the account has a second factor.
 * Nobody learns that it has one, or of the code, who has not the password.
 *
 * @param client the client's address, for the limit on tries.
 * @throws HooklineError invalid_input (at "code" for a wrong code), rate_limited, not_signed_in.
 */
export async function signIn(
  ctx: SecondFactorContext,
  input: SignInInput,
  client: string,
): Promise<SignInOutcome> {
  const credentials = parseInput(signInInput, input);
  const limits = [limitOf("signInByAddress", client), limitOf("signInByAccount", credentials.email)];
  await takeLimits(ctx, limits);
  const account = await verifyPassword(ctx, credentials);
  if (!account) {
    await recordAudit(ctx.data, { userId: null, action: "sign_in.failed", detail: { client } });
    throw new HooklineError("not_signed_in", wrongCredentials);
  }
  const person = await findTwoFactor(ctx.data, account.id);
  if (person?.totpSecret && person.totpEnabledAt !== null) {
    if (credentials.code === undefined) {
      await giveBackLimits(ctx, limits);
      return { outcome: "code_needed" };
    }
    const { totpSecret } = person;
    await assertSecondFactor(ctx, { userId: account.id, totpSecret, code: credentials.code });
  }
  await giveBackLimits(ctx, limits);
  return { outcome: "proven", account };
}
