import type { Services } from "../context";
import type { Mail } from "../mail/mailer";

/** What verbs that send mail work with. `mail` is undefined where SMTP_URL is not set. */
export type MailContext = Pick<Services, "data" | "log" | "config" | "mail">;

/** Where links in mails lead: never what a request called the portal. */
export function portalUrl({ config }: Pick<MailContext, "config">): string {
  // SMTP_URL is refused without NEXTAUTH_URL.
  if (config.NEXTAUTH_URL === undefined) throw new Error("NEXTAUTH_URL is not set.");
  return config.NEXTAUTH_URL;
}

/** Sends a mail that nobody waits for: what fails is logged. */
export async function sendBeside({ mail, log }: MailContext, message: Mail): Promise<void> {
  try {
    await mail?.send(message);
  } catch (error) {
    log.error({ err: error }, "mail: not sent");
  }
}
