import { z } from "zod";
import type { SignedInContext } from "../accounts/context";
import type { Services } from "../context";
import { notFound } from "../core/errors";
import { findAlertChoice, setAlertChoice } from "../data/alerts";
import { recordAudit } from "../data/audit";
import { type TroubleKind, troubleKinds } from "../health/trouble-kinds";
import type { Language } from "../i18n/language";

/** What a person wants to be told of their bots. */
export interface AlertChoices {
  /** Whether alerts are mailed at all. */
  mail: boolean;
  /** Kinds of trouble that are not. */
  muted: TroubleKind[];
}

export const alertChoicesInput = z.strictObject({
  mail: z.boolean(),
  muted: z.array(z.enum(troubleKinds)).max(troubleKinds.length),
});

/** The actor's choices, and whether this deployment sends mail. */
export async function viewAlertChoices(
  ctx: SignedInContext & Pick<Services, "mail">,
): Promise<AlertChoices & { mailAvailable: boolean }> {
  const row = await findAlertChoice(ctx.data, ctx.actor.userId);
  if (!row) throw notFound("account");
  return {
    mailAvailable: ctx.mail !== undefined,
    mail: row.alertMail,
    muted: troubleKinds.filter((kind) => row.alertsMuted.includes(kind)),
  };
}

/** Changes the actor's choices; the mails speak the language in which they were made. */
export async function chooseAlerts(
  { data, actor }: SignedInContext,
  { mail, muted }: AlertChoices,
  language: Language,
): Promise<void> {
  await setAlertChoice(data, actor.userId, { alertMail: mail, alertsMuted: muted, lastLanguage: language });
  await recordAudit(data, {
    userId: actor.userId,
    action: "alerts.chosen",
    detail: { mail, muted: muted.join(" ") },
  });
}
