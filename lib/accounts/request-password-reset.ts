import { replaceAccountLink } from "../data/account-links";
import { recordAudit } from "../data/audit";
import { findUserByEmail } from "../data/users";
import { type Language, parseLanguage } from "../i18n/language";
import { mailTexts } from "../i18n/mail";
import { type KnownBrowser, knownBrowserOf } from "./known-browser";
import { hashToken, newToken } from "./link-token";
import { type MailContext, portalUrl, sendBeside } from "./mail-context";
import { parseInput } from "./parse-input";
import { limitsAt, type SayWait, takeFirst } from "./rate-limits";
import { type RequestResetInput, requestResetInput } from "./schemas";

const hourS = 3600;

/** Where others asked so often that the account's limit is full, the newest mail is less than half an hour old. */
const asked: SayWait = (span) =>
  `Too many links were asked for. Open the newest one in your mailbox, or ask again in ${span}.`;

/** Who asks; what their browser's cookie says of the accounts that were signed in to with it. */
export interface ResetAsker {
  client: string;
  language: Language;
  browsers?: readonly KnownBrowser[];
}

/**
 * Mails a link with which somebody who forgot their password chooses another. The answer comes before
 * anybody has looked whether the address has an account, so neither words nor time tell.
 *
 * @throws HooklineError invalid_input, rate_limited.
 */
export async function requestPasswordReset(
  ctx: MailContext,
  input: RequestResetInput,
  { client, language, browsers = [] }: ResetAsker,
): Promise<void> {
  const { email } = parseInput(requestResetInput, input);
  const browser = await knownBrowserOf(ctx, browsers, email);
  await takeFirst(ctx, limitsAt("reset", { account: email, client, browser }), asked);
  void mailLink(ctx, email, { client, language }).catch((error: unknown) =>
    ctx.log.error({ err: error }, "mail: no link was made"),
  );
}

async function mailLink(ctx: MailContext, email: string, { client, language }: ResetAsker): Promise<void> {
  const user = await findUserByEmail(ctx.data, email);
  const userId = user && user.disabledAt === null ? user.id : null;
  await recordAudit(ctx.data, { userId, action: "password.reset_asked", detail: { client } });
  if (userId === null) return;
  const token = newToken();
  const tokenHash = hashToken(token);
  await replaceAccountLink(ctx.data, { tokenHash, purpose: "password_reset", userId, email, ttlS: hourS });
  const { subject, text } = mailTexts(parseLanguage(user?.language) ?? language).resetPassword;
  await sendBeside(ctx, {
    to: email,
    subject,
    text: text(`${portalUrl(ctx)}/reset-password?token=${token}`),
  });
}
