import type { Language } from "./language";

/** The words of a number; "other" also stands in for the forms a language does not have. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/**
 * Chooses the word that goes with a number (CLDR's plural rules, as the platform knows them).
 *
 *     const plural = pluralIn("ru");
 *     plural(3, { one: "бот", few: "бота", other: "ботов" })  // "бота"
 */
export function pluralIn(language: Language): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  return (count, forms) => forms[rules.select(count)] ?? forms.other;
}

/** Writes numbers as the language does: "12,000", "12 000". */
export function numberIn(language: Language): (value: number) => string {
  const format = new Intl.NumberFormat(language);
  return (value) => format.format(value);
}
