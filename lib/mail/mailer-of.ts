import type { Config } from "../config/env";
import { createMailer, type Mailer } from "./mailer";

/** @returns undefined where this deployment sends no mail. */
export function mailerOf({ SMTP_URL, NEXTAUTH_URL }: Config): Mailer | undefined {
  if (SMTP_URL === undefined || NEXTAUTH_URL === undefined) return undefined;
  return createMailer(SMTP_URL, NEXTAUTH_URL);
}
