/** English that is left over in a Russian sentence; names, commands and what stands in quotes may stay. */
export function leftOver(sentence: string): string[] {
  const ours = sentence
    .replace(/«[^»]*»|"[^"]*"|@\w+|\/start|\([\w.:-]+\)/g, "")
    .replace(/\b(Telegram|Hookline|UTC|BotFather|API|HTTP|TLS)\b/g, "");
  return [...ours.matchAll(/[a-z]{2,}/gi)].map(String);
}
