import { HooklineError } from "../core/errors";
import { findAccountLink, spendEmailChange } from "../data/account-links";
import { recordAudit } from "../data/audit";
import { type Language, parseLanguage } from "../i18n/language";
import { mailTexts } from "../i18n/mail";
import type { AccountsContext } from "./context";
import { hashToken } from "./link-token";
import { type MailContext, sendBeside } from "./mail-context";
import { limitOf, takeLimits } from "./rate-limits";

/** The address that a link would confirm; undefined once it is void. */
export async function emailToConfirm({ data }: AccountsContext, token: string): Promise<string | undefined> {
  return (await findAccountLink(data, hashToken(token), "email_change"))?.email;
}

/**
 * Moves an account to the address that its link was mailed to. The old address is told.
 *
 * @throws HooklineError forbidden for a void link, rate_limited.
 */
export async function confirmEmail(
  ctx: MailContext,
  { token }: { token: string },
  { client, language }: { client: string; language: Language },
): Promise<{ userId: number; email: string }> {
  // Only void links are counted, as in resetPassword.
  if ((await emailToConfirm(ctx, token)) === undefined)
    await takeLimits(ctx, [limitOf("linkByNetwork", client)]);
  const change = await spendEmailChange(ctx.data, hashToken(token));
  if (change.outcome === "void") {
    throw new HooklineError(
      "forbidden",
      "This link is no longer valid. Ask for a new one on your account page.",
    );
  }
  await recordAudit(ctx.data, { userId: change.userId, action: "email.changed" });
  const { subject, text } = mailTexts(parseLanguage(change.language) ?? language).emailChanged;
  void sendBeside(ctx, { to: change.from, subject, text: text(change.to) });
  return { userId: change.userId, email: change.to };
}
