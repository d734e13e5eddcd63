import type { Language } from "./language";

/**
 * The shape that another language has to fill: the same names, strings where English has strings, and for
 * texts with something in them functions of the same parameters.
 */
export type Texts<T> = T extends string
  ? string
  : T extends (...parameters: infer P) => string
    ? (...parameters: P) => string
    : { readonly [K in keyof T]: Texts<T[K]> };

/** Makes an area's accessor of its texts: `const authWords = inLanguages({ en, ru })`. */
export function inLanguages<T>(texts: { en: T } & Record<Exclude<Language, "en">, Texts<T>>) {
  return (language: Language): Texts<T> => (language === "en" ? (texts.en as Texts<T>) : texts[language]);
}
