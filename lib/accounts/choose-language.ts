import { updateLanguage } from "../data/users";
import type { Language } from "../i18n/language";
import type { SignedInContext } from "./context";

/** Keeps a person's choice with their account: for their other browsers, and for mails. */
export async function chooseLanguage(
  { data, actor }: SignedInContext,
  { language }: { language: Language },
): Promise<void> {
  await updateLanguage(data, actor.userId, language);
}
