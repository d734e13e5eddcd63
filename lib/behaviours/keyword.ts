/** Zero-width characters and variation selectors: there or not, the word reads the same. */
const invisible = /\u00AD|\u200B|\u2060|\uFE0E|\uFE0F|\uFEFF/g;

/** Letters of words; a border lies where one of them ends. */
const wordCharacter = /[\p{L}\p{M}\p{N}_]/u;

/** Scripts written without spaces: a border between their letters says nothing about words. */
const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * The form in which texts and keywords are compared.
 *
 * NFKC, not NFC: full-width letters, ligatures and the "fonts" made of mathematical letters are the
 * same word to whoever types and reads them. Upper case, not lower: it also joins ß with SS and the
 * two small sigmas; the dotted I of Turkish is then joined with the plain one. Typographic
 * apostrophes count as plain ones and any run of white space as one space.
 */
export function foldText(text: string): string {
  return text
    .normalize("NFKC")
    .replace(invisible, "")
    .toUpperCase()
    .normalize("NFKC")
    .replace(/(?:\u0130|I\u0307)\u0307*/g, "I")
    .replace(/[\u2018\u2019\u02BC]/g, "'")
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * Says whether a folded text holds a folded keyword as a whole phrase. On a side where the keyword
 * itself has no letter ("c++", an emoji) or one of a script without spaces, no border is asked for.
 */
export function holdsPhrase(text: string, phrase: string): boolean {
  if (phrase === "") return false;
  const borderBefore = needsBorder(firstCharacter(phrase, 0));
  const borderAfter = needsBorder(lastCharacter(phrase, phrase.length));
  for (let at = text.indexOf(phrase); at !== -1; at = text.indexOf(phrase, at + 1)) {
    const end = at + phrase.length;
    const joinedBefore = borderBefore && wordCharacter.test(lastCharacter(text, at));
    const joinedAfter = borderAfter && wordCharacter.test(firstCharacter(text, end));
    if (!joinedBefore && !joinedAfter) return true;
  }
  return false;
}

function needsBorder(character: string): boolean {
  return wordCharacter.test(character) && !spaceless.test(character);
}

function firstCharacter(text: string, from: number): string {
  const point = text.codePointAt(from);
  return point === undefined ? "" : String.fromCodePoint(point);
}

function lastCharacter(text: string, end: number): string {
  const unit = text.charCodeAt(end - 1);
  const low = unit >= 0xdc00 && unit <= 0xdfff;
  return end <= 0 ? "" : text.slice(Math.max(0, end - (low ? 2 : 1)), end);
}
