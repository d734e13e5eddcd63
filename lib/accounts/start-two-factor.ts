import type { Services } from "../context";
import { HooklineError, notFound } from "../core/errors";
import { findTwoFactor, keepTotpDraft } from "../data/two-factor";
import { assertPassword } from "./assert-password";
import type { SignedInContext } from "./context";
import { parseInput } from "./parse-input";
import { type PasswordInput, passwordInput } from "./schemas";
import { newTotpSecret, sealTotpSecret, totpUri } from "./totp";

type StartContext = SignedInContext & Pick<Services, "vault" | "clock">;

export interface TwoFactorDraft {
  /** Base32, for apps that read no QR code. Shown this once. */
  secret: string;
  /** otpauth://…, what the QR code says. */
  uri: string;
}

/**
 * Begins setting up a second factor. It counts for nothing until `enableTwoFactor` has seen a code of it;
 * beginning again makes a new secret.
 *
 * @throws HooklineError invalid_input at "password", rate_limited, conflict where it is on already.
 */
export async function startTwoFactor(ctx: StartContext, input: PasswordInput): Promise<TwoFactorDraft> {
  const { password } = parseInput(passwordInput, input);
  const { userId } = ctx.actor;
  await assertPassword(ctx, { password, path: "password", refused: "two_factor.start_refused" });
  const person = await findTwoFactor(ctx.data, userId);
  if (!person) throw notFound("account");
  const secret = newTotpSecret();
  const totpSecret = sealTotpSecret(ctx.vault, secret, userId);
  if (!(await keepTotpDraft(ctx.data, { userId, totpSecret, at: new Date(ctx.clock.now()) }))) {
    throw new HooklineError("conflict", "Two-factor sign-in is on already. Turn it off first.");
  }
  return { secret, uri: totpUri(secret, person.email) };
}
