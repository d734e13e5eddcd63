/** The languages that texts exist in; English is the one that is written first. */
export const languages = ["en", "ru"] as const;
export type Language = (typeof languages)[number];

/** What each calls itself: whoever looks for theirs may read no other. */
export const languageNames: Record<Language, string> = { en: "English", ru: "Русский" };

/**
 * The languages a person is offered, by the switch and by what their browser prefers. A language comes in
 * here when every screen has it, not before: half a translation is worse than none. The cookie alone may
 * ask for any, which is how a language is tried while it is being written.
 */
export const offeredLanguages = ["en", "ru"] as const satisfies readonly Language[];

/** The cookie that carries a person's choice. */
export const languageCookie = "hookline-language";

/** A name as a cookie or an account keeps it; undefined where there are no texts in it. */
export function parseLanguage(name: string | null | undefined): Language | undefined {
  return languages.find((language) => language === name);
}

/**
 * The language of a page: the person's choice, else the first language of their browser that is offered
 * (RFC 9110, 12.5.4), else English.
 */
export function languageOf(
  chosen: string | undefined,
  acceptLanguage: string | null,
  offered: readonly Language[] = offeredLanguages,
): Language {
  return parseLanguage(chosen) ?? preferred(acceptLanguage ?? "", offered) ?? "en";
}

function preferred(acceptLanguage: string, offered: readonly Language[]): Language | undefined {
  return acceptLanguage
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [range = "", ...parameters] = part.toLowerCase().split(";");
      const weight = parameters.find((parameter) => parameter.trim().startsWith("q="));
      const q = weight === undefined ? 1 : Number(weight.trim().slice(2));
      return { name: range.trim().split("-")[0], q };
    })
    .filter(({ q }) => q > 0)
    .sort((one, other) => other.q - one.q)
    .flatMap(({ name }) => offered.filter((language) => language === name))[0];
}
