import { findMailbox } from "../data/users";
import { accountTexts } from "../i18n/account";
import { parseLanguage } from "../i18n/language";
import { mailTexts } from "../i18n/mail";
import { deviceOf } from "./device";
import { type MailContext, portalUrl } from "./mail-context";

/** All of a key but the key. */
export interface MadeKey {
  userId: number;
  name: string;
  scopes: readonly string[];
  expiresAt: Date | null;
  createdAt: Date;
}

/** Where a key was made on the account page; nothing where the operator made it on the command line. */
interface KeyPlace {
  client?: string | undefined;
  userAgent: string | null;
}

/**
 * Mails the owner of a new API key what it may do and where it was made, in their language. Where the deployment sends
 * no mail, nobody is told.
 *
 * @throws Error in the mail server's words.
 */
export async function tellOfNewKey(
  ctx: Pick<MailContext, "data" | "config" | "mail">,
  key: MadeKey,
  place?: KeyPlace,
): Promise<void> {
  const owner = ctx.mail && (await findMailbox(ctx.data, key.userId));
  if (!ctx.mail || !owner) return;
  const language = parseLanguage(owner.language) ?? "en";
  const { subject, text, never, onPage, onCommandLine } = mailTexts(language).newApiKey;
  const { browser, system } = deviceOf(place?.userAgent ?? "");
  const device = accountTexts(language).sessions.device(browser, system);
  const body = text({
    name: key.name,
    scopes: key.scopes.join(", "),
    expires: key.expiresAt ? minuteOf(key.expiresAt) : never,
    made: minuteOf(key.createdAt),
    where: place ? onPage([device, place.client].filter(Boolean).join(", ")) : onCommandLine,
    page: `${portalUrl(ctx)}/account#api-keys`,
  });
  await ctx.mail.send({ to: owner.email, subject, text: body });
}

const minuteOf = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
