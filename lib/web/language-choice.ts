import { cookies } from "next/headers";
import { chooseLanguage } from "../accounts/choose-language";
import type { ProvenAccount } from "../accounts/context";
import { type Language, languageCookie, parseLanguage } from "../i18n/language";
import { getRuntime } from "./runtime";
import { currentActor } from "./session";
import { secureCookies } from "./session-token";

const yearS = 31_536_000;

/** Keeps a person's choice in this browser, and with their account where they are signed in. In actions only. */
export async function keepLanguage(language: Language): Promise<void> {
  await setCookie(language);
  const actor = await currentActor();
  if (actor) await chooseLanguage(actor, { language });
}

/**
 * Brings the browser and the account of somebody who signs in together: a choice made before signing in
 * goes to an account without one, and the account's goes to a browser without one.
 */
export async function settleLanguage({ id, role, language }: ProvenAccount): Promise<void> {
  const chosen = parseLanguage((await cookies()).get(languageCookie)?.value);
  if (chosen === undefined && language !== undefined) await setCookie(language);
  if (chosen === undefined || language !== undefined) return;
  const { data } = await getRuntime();
  await chooseLanguage({ data, actor: { userId: id, role } }, { language: chosen });
}

async function setCookie(language: Language): Promise<void> {
  const { config } = await getRuntime();
  (await cookies()).set(languageCookie, language, {
    path: "/",
    sameSite: "lax",
    secure: secureCookies(config),
    maxAge: yearS,
  });
}
