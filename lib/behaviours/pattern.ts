import { RE2JS } from "re2js";
import { TextFault } from "./text-fault";

/**
 * Steps the engine may take for each character (instructions of the compiled pattern): for one
 * pattern, and for all patterns of a bot together. RE2 is linear in the text, but linear in this
 * as well: measured, up to 0.3 ms a step for a long message made to hurt.
 */
export const maxPatternSize = 600;
export const maxPatternSizes = 1_500;

/** \b knows a-z only, so beside a letter of another script it holds where nobody expects it. */
const boundaryBesideForeignLetter = /(?<!\\)(?:\\\\)*\\b(?=[^\p{ASCII}])|[^\p{ASCII}](?:\\\\)*\\b/u;

export interface Pattern {
  /** Whether the pattern is found anywhere in the text. Linear in the text, whatever the pattern. */
  test(text: string): boolean;
  readonly size: number;
}

/**
 * Compiles a regular expression for RE2 (github.com/google/re2/wiki/Syntax), which has no
 * backtracking and therefore no pattern that stalls. Case does not matter unless the pattern says (?-i).
 *
 * @throws TextFault with the engine's words where the syntax is wrong or unsupported.
 */
export function compilePattern(source: string): Pattern {
  if (boundaryBesideForeignLetter.test(source)) {
    throw new TextFault(
      "\\b sees only the letters a to z. Use a keyword trigger for words of other alphabets, or leave \\b out.",
    );
  }
  const compiled = parse(source);
  const size = compiled.programSize();
  if (size > maxPatternSize) {
    throw new TextFault(
      `This expression is too large (${size} steps, at most ${maxPatternSize}): repeat fewer times, e.g. {1,20} instead of {1,500}.`,
    );
  }
  return { size, test: (text) => compiled.test(text) };
}

function parse(source: string): RE2JS {
  try {
    return RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new TextFault(
      `This is not a regular expression that can be used: ${words.replace("error parsing regexp: ", "").replace("(?i)", "")}.`,
    );
  }
}
