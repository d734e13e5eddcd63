import { cookies, headers } from "next/headers";
import { cache } from "react";
import { type Language, languageCookie, languageOf } from "../i18n/language";
import { sentencesIn, type Translate } from "../i18n/sentences";

/** The language of the page that is being made: for server components and actions. */
export const pageLanguage = cache(async (): Promise<Language> => {
  const [jar, sent] = await Promise.all([cookies(), headers()]);
  return languageOf(jar.get(languageCookie)?.value, sent.get("accept-language"));
});

/**
 * Says the sentences of verbs, verdicts and the timeline in the page's language:
 * `const say = await pageSentences(); say(bot.health.sentence)`.
 */
export const pageSentences = async (): Promise<Translate> => sentencesIn(await pageLanguage());
