import { HooklineError } from "../core/errors";
import { findAccountLink, spendPasswordReset } from "../data/account-links";
import { recordAudit } from "../data/audit";
import { type Language, parseLanguage } from "../i18n/language";
import { mailTexts } from "../i18n/mail";
import type { AccountsContext } from "./context";
import { hashToken } from "./link-token";
import { type MailContext, portalUrl, sendBeside } from "./mail-context";
import { parseInput } from "./parse-input";
import { hashPassword } from "./password-hash";
import { limitOf, takeLimits } from "./rate-limits";
import { type ResetPasswordInput, resetPasswordInput } from "./schemas";

/** True while the link can still set a password. */
export async function resetLinkIsOpen({ data }: AccountsContext, token: string): Promise<boolean> {
  return (await findAccountLink(data, hashToken(token), "password_reset")) !== undefined;
}

/**
 * Sets a new password by a link that was mailed, or made by the operator, once. Every session and API key ends, since
 * somebody else may have made them; a second factor stays on, so that whoever reads the person's mail is not in yet.
 *
 * @returns whose password it is.
 * @throws HooklineError invalid_input, forbidden for a void link, rate_limited.
 */
export async function resetPassword(
  ctx: MailContext,
  input: ResetPasswordInput,
  { client, language }: { client: string; language: Language },
): Promise<{ userId: number }> {
  const { token, password } = parseInput(resetPasswordInput, input);
  // Only void links are counted: the right one must work however badly its neighbour behind the same address behaves.
  if (!(await resetLinkIsOpen(ctx, token))) await takeLimits(ctx, [limitOf("linkByNetwork", client)]);
  const person = await spendPasswordReset(ctx.data, hashToken(token), await hashPassword(password));
  if (!person) {
    throw new HooklineError("forbidden", "This link is no longer valid. Ask for a new one.");
  }
  await recordAudit(ctx.data, {
    userId: person.userId,
    action: "password.reset",
    detail: { keysEnded: person.keysEnded },
  });
  if (ctx.mail) {
    const { subject, text } = mailTexts(parseLanguage(person.language) ?? language).passwordReset;
    void sendBeside(ctx, { to: person.email, subject, text: text(portalUrl(ctx)) });
  }
  return { userId: person.userId };
}
