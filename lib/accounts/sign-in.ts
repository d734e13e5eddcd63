import type { Services } from "../context";
import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { findTwoFactor } from "../data/two-factor";
import { assertSecondFactor, type SecondFactorContext } from "./assert-second-factor";
import type { ProvenAccount } from "./context";
import { type KnownBrowser, knownBrowserOf } from "./known-browser";
import { parseInput } from "./parse-input";
import { giveBackLimits, limitsAt, type SayWait, takeFirst } from "./rate-limits";
import { type SignInInput, signInInput } from "./schemas";
import { verifyPassword } from "./verify-password";

/** The one sentence for an unknown address, a wrong password and a disabled account. */
export const wrongCredentials = "That email address and password do not match.";

/** What a person does whom strangers' tries keep out (docs/decisions/0041-locked-out-by-strangers.md). */
const keptOut: SayWait = (span) =>
  `Too many tries. Please wait ${span}, sign in with a browser that you have used here before, or choose a new password by mail.`;
const keptOutWithoutMail: SayWait = (span) =>
  `Too many tries. Please wait ${span}, sign in with a browser that you have used here before, or ask whoever runs this portal for a link to choose a new password.`;

/**
 * - `proven`: the person is who they say, and has given a code where the account wants one.
 * - `code_needed`: the password is right, and the account wants a code of its device as well. The caller asks
 *   for it and calls again with all three: nothing is kept in between that could be stolen.
 */
export type SignInOutcome =
  | { outcome: "proven"; account: ProvenAccount; withCode: boolean }
  | { outcome: "code_needed" };

/**
 * Proves who somebody is, by email and password, and by a code where the account has a second factor.
 * Nobody learns that it has one, or of the code, who has not the password.
 *
 * @param client the client's address, for the limits on tries.
 * @param browsers what the browser's cookie says of the accounts that were signed in to with it.
 * @throws HooklineError invalid_input (at "code" for a wrong code), rate_limited, not_signed_in.
 */
export async function signIn(
  ctx: SecondFactorContext & Pick<Services, "mail">,
  input: SignInInput,
  client: string,
  browsers: readonly KnownBrowser[] = [],
): Promise<SignInOutcome> {
  const credentials = parseInput(signInInput, input);
  const browser = await knownBrowserOf(ctx, browsers, credentials.email);
  const say = ctx.mail ? keptOut : keptOutWithoutMail;
  const by = { account: credentials.email, client, browser };
  const limits = await takeFirst(ctx, limitsAt("signIn", by), say);
  const account = await verifyPassword(ctx, credentials);
  if (!account) {
    await recordAudit(ctx.data, { userId: null, action: "sign_in.failed", detail: { client } });
    throw new HooklineError("not_signed_in", wrongCredentials);
  }
  await giveBackLimits(ctx, limits);
  const person = await findTwoFactor(ctx.data, account.id);
  if (!person?.totpSecret || person.totpEnabledAt === null)
    return { outcome: "proven", account, withCode: false };
  if (credentials.code === undefined) return { outcome: "code_needed" };
  const tried = { userId: account.id, totpSecret: person.totpSecret, code: credentials.code };
  const codeLimits = limitsAt("code", { ...by, account: account.id });
  await assertSecondFactor(ctx, tried, [codeLimits, say]);
  return { outcome: "proven", account, withCode: true };
}
