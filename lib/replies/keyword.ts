/** Zero-width characters and variation selectors: there or not, the word reads the same. */
const invisible = /\u00AD|\u200B|\u2060|\uFE0E|\uFE0F|\uFEFF/g;

/** Unicode's own measure for a stream is 30 (UAX 15, section 12). */
const maxMarks = 32;
/** Marks, and the two letters that NFKC makes marks of: the voiced sound marks of half width. */
const marks = /([\p{M}\uFF9E\uFF9F]{1,32})[\p{M}\uFF9E\uFF9F]*/gu;
/** NFKC makes up to eighteen characters of one; what is longer is compared by its beginning. */
const maxFolded = 8_192;

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
  // What is left out goes first: nothing that keeps marks apart may fall away between capping and sorting them.
  const seen = text.replace(invisible, "");
  return capMarks(capMarks(seen).normalize("NFKC").slice(0, maxFolded).toUpperCase())
    .normalize("NFKC")
    .slice(0, maxFolded)
    .replace(/(?:\u0130|I\u0307)\u0307*/g, "I")
    .replace(/[\u2018\u2019\u02BC]/g, "'")
    .replace(/\s+/g, " ")
    .trim();
}

/** Sorting marks on one letter takes the square of their number; no writing has more than a few. */
function capMarks(text: string): string {
  return text.length > maxMarks ? text.replace(marks, "$1") : text;
}

/** Says of a folded text whether it holds keywords. What it finds out about the text serves for every keyword. */
export class PhraseSearch {
  readonly #text: string;
  readonly #letters = new Map<number, boolean>();

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * Whether the text holds a folded keyword as a whole phrase. On a side where the keyword itself has no letter
   * ("c++", an emoji) or one of a script without spaces, no border is asked for.
   */
  holds(phrase: string): boolean {
    if (phrase === "") return false;
    const borderBefore = needsBorder(firstCharacter(phrase, 0));
    const borderAfter = needsBorder(lastCharacter(phrase, phrase.length));
    const stands = (at: number): boolean =>
      !(borderBefore && this.#isLetter(at - 1)) && !(borderAfter && this.#isLetter(at + phrase.length));
    if (phrase.length * this.#text.length > maxComparisons) return foundLinearly(this.#text, phrase, stands);
    for (let at = this.#text.indexOf(phrase); at !== -1; at = this.#text.indexOf(phrase, at + 1)) {
      if (stands(at)) return true;
    }
    return false;
  }

  /** Whether the character at this place, or the one that ends at it, belongs to words. */
  #isLetter(at: number): boolean {
    const known = this.#letters.get(at);
    if (known !== undefined) return known;
    const low = isLow(this.#text.charCodeAt(at));
    const is = wordCharacter.test(low ? lastCharacter(this.#text, at + 1) : firstCharacter(this.#text, at));
    this.#letters.set(at, is);
    return is;
  }
}

/** Beyond so many comparisons of characters in the worst case, a text is searched by the way that has no bad case. */
const maxComparisons = 65_536;

/** Knuth, Morris and Pratt: each character of the text is looked at once, whatever the phrase. */
function foundLinearly(text: string, phrase: string, stands: (at: number) => boolean): boolean {
  /** How much of the phrase's beginning stands at the end of its first n + 1 characters. */
  const borders = new Uint16Array(phrase.length);
  const extend = (held: number, unit: number): number => {
    let length = held;
    while (length > 0 && phrase.charCodeAt(length) !== unit) length = borders[length - 1] ?? 0;
    return phrase.charCodeAt(length) === unit ? length + 1 : length;
  };
  for (let at = 1, held = 0; at < phrase.length; at++) {
    held = extend(held, phrase.charCodeAt(at));
    borders[at] = held;
  }
  for (let at = 0, held = 0; at < text.length; at++) {
    if (held === phrase.length) held = borders[held - 1] ?? 0;
    held = extend(held, text.charCodeAt(at));
    if (held === phrase.length && stands(at + 1 - held)) return true;
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
  return end <= 0 ? "" : text.slice(Math.max(0, end - (isLow(text.charCodeAt(end - 1)) ? 2 : 1)), end);
}

/** The second half of a surrogate pair. */
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
