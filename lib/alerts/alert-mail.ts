import type { NewsRow } from "../data/alerts";
import type { TroubleKind } from "../health/trouble-kinds";
import type { Language } from "../i18n/language";
import { mailTexts } from "../i18n/mail";
import { sentencesIn } from "../i18n/sentences";

/** A piece of news, and where it has not ended what the verdict says of it. */
export type TellableNews = NewsRow & { sentence: string };

/** So many bots are named in each part of a mail. */
const maxNamed = 20;

/**
 * One mail for all of a person's news: what has begun, then what is over, each bot with a link.
 *
 * @param portal the portal's address, without a slash at its end.
 */
export function alertMail(
  news: readonly TellableNews[],
  { portal, language }: { portal: string; language: Language },
): { subject: string; text: string } {
  const texts = mailTexts(language).alerts;
  const say = sentencesIn(language);
  const [begun, ended] = [news.filter((row) => !row.ended), news.filter((row) => row.ended)];
  const part = (title: string, rows: readonly TellableNews[]) => {
    if (rows.length === 0) return [];
    const lines = rows.slice(0, maxNamed).map(({ username, botId, kind, sentence, ended }) => {
      const text = ended ? texts.over[kind as TroubleKind] : say(sentence);
      return `@${username}: ${text}\n${portal}/bots/${botId}`;
    });
    const left = rows.length - maxNamed;
    return [title, ...lines, ...(left > 0 ? [`${texts.more(left)}\n${portal}/bots`] : [])];
  };
  const [first] = begun.length > 0 ? begun : ended;
  const bots = new Set((begun.length > 0 ? begun : ended).map(({ botId }) => botId)).size;
  const [one, many] =
    begun.length > 0 ? [texts.oneBegun, texts.manyBegun] : [texts.oneEnded, texts.manyEnded];
  return {
    subject: bots === 1 && first ? one(`@${first.username}`) : many(bots),
    text: [
      ...part(texts.begun, begun),
      ...part(texts.ended, ended),
      texts.footer(`${portal}/account#alerts`),
    ].join("\n\n"),
  };
}
