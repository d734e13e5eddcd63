import { HooklineError } from "../core/errors";
import { changeEmailNow, replaceAccountLink } from "../data/account-links";
import { recordAudit } from "../data/audit";
import { findUserByEmail } from "../data/users";
import { type Language, parseLanguage } from "../i18n/language";
import { mailTexts } from "../i18n/mail";
import type { Mail, Mailer } from "../mail/mailer";
import { assertPassword } from "./assert-password";
import type { SignedInContext } from "./context";
import { hashToken, newToken } from "./link-token";
import { type MailContext, portalUrl } from "./mail-context";
import { parseInput } from "./parse-input";
import { limitOf, takeLimits } from "./rate-limits";
import { type ChangeEmailInput, changeEmailInput } from "./schemas";

const hourS = 3600;

/** `mail_sent`: it changes once the link in the mail is opened. */
export type ChangeEmailOutcome = "changed" | "mail_sent";

/**
 * Gives the actor's account another address. Where the deployment sends mail, the new address has to be
 * confirmed first, and the answer is the same whether it was free or taken: the mail says the rest, to whom
 * it belongs. Without mail it changes at once, and a taken one is refused.
 *
 * @throws HooklineError invalid_input, rate_limited, unavailable where the mail cannot be sent.
 */
export async function changeEmail(
  ctx: SignedInContext & MailContext,
  input: ChangeEmailInput,
  language: Language,
): Promise<{ outcome: ChangeEmailOutcome }> {
  const { email, password } = parseInput(changeEmailInput, input);
  const { userId } = ctx.actor;
  await assertPassword(ctx, { password, path: "password", refused: "email.change_refused" });
  // Also by the mailbox: whoever has many accounts must not make the portal mail one person over and over.
  await takeLimits(ctx, [limitOf("newEmailByAccount", userId), limitOf("newEmailByMailbox", email)]);
  if (ctx.mail) return askTheAddress(ctx, ctx.mail, email, language);
  const change = await changeEmailNow(ctx.data, { userId, email });
  if (change.outcome === "void") {
    await recordAudit(ctx.data, { userId, action: "email.address_taken" });
    const message = "This address cannot be used here. Choose another.";
    throw new HooklineError("invalid_input", message, { issues: [{ path: "email", message }] });
  }
  await recordAudit(ctx.data, { userId, action: "email.changed" });
  return { outcome: "changed" };
}

async function askTheAddress(
  ctx: SignedInContext & MailContext,
  mail: Mailer,
  email: string,
  language: Language,
): Promise<{ outcome: "mail_sent" }> {
  const { userId } = ctx.actor;
  const token = newToken();
  // The same work for both: a link for an address that is taken cannot be opened, it goes to nobody.
  await replaceAccountLink(ctx.data, {
    tokenHash: hashToken(token),
    purpose: "email_change",
    userId,
    email,
    ttlS: hourS,
  });
  const owner = await findUserByEmail(ctx.data, email);
  const { subject, text } = owner
    ? mailTexts(parseLanguage(owner.language) ?? language).addressTaken
    : mailTexts(language).confirmEmail;
  const link = owner ? portalUrl(ctx) : `${portalUrl(ctx)}/confirm-email?token=${token}`;
  await sendOrSay(ctx, mail, { to: email, subject, text: text(link) });
  await recordAudit(ctx.data, { userId, action: "email.change_asked" });
  return { outcome: "mail_sent" };
}

/** The person waits for this mail: they learn at once where it could not be sent. */
async function sendOrSay(ctx: MailContext, mailer: Mailer, mail: Mail): Promise<void> {
  try {
    await mailer.send(mail);
  } catch (error) {
    ctx.log.error({ err: error }, "mail: not sent");
    throw new HooklineError("unavailable", "The mail could not be sent. Please try again later.");
  }
}
