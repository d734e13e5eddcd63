/**
 * How a sentence of ours is said in another language. The pattern is the English sentence with a name in
 * braces where something stands in it: "Polling stands still: Telegram has answered no poll for {span}."
 * What stands there is translated by the same rules where one fits, and stays as it is where none does.
 */
export type SentenceRule = readonly [
  pattern: string,
  translation: string | ((parts: Readonly<Record<string, string>>) => string),
];
