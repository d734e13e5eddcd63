import { TextFault } from "../text-fault";
import { invisibleSeparator, isShown, type Markup, near, type Place, type Reading, slotMark } from "./markup";

/** What Telegram does not take as plain text, and the line break, which may end a quotation. */
const reserved = /[_*[\]()~`>#+\-=|{}.!\n]/;
/** The 18 reserved characters and the backslash. Any of them may be escaped anywhere. */
const special = /[_*[\]()~`>#+\-=|{}.!\\]/g;
const write = (value: string): string => value.replace(special, "\\$&");

const inText: Place = { write, shown: true };
const inAddress: Place = { write, shown: false };
/** A line break ends a quotation, an escaped one does not. */
const inQuote: Place = { write: (value) => write(value).replaceAll("\n", "\\\n"), shown: true };

type Mark = "*" | "_" | "__" | "~" | "||" | "`" | "```" | "[" | "![" | ">";

const names: Record<Mark, string> = {
  "*": "bold text",
  _: "italic text",
  __: "underlined text",
  "~": "struck text",
  "||": "a spoiler",
  "`": "code",
  "```": "a code block",
  "[": "a link",
  "![": "a custom emoji",
  ">": "a quotation",
};

/** MarkdownV2 of the Bot API. */
export const markdownV2: Markup = {
  read: (text) => new Reader(text).read(),
  /** Empty between two underscores, backticks or bars would join them into another mark. */
  separate: (before, written) =>
    written === "" && /[_`|]/.test(before.slice(-1)) ? invisibleSeparator : written,
};

class Reader {
  readonly #text: string;
  readonly #places: Place[] = [];
  readonly #open: { mark: Mark; at: number }[] = [];
  #at = 0;
  #shows = false;
  #quoted = false;
  /** Whether nothing but marks has come since the line began: only there ">" quotes. */
  #lineStart = true;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Reading {
    while (this.#at < this.#text.length) this.#step();
    this.#endQuote();
    const last = this.#open.at(-1);
    if (last) throw this.#unclosed(last.mark, last.at);
    return { places: this.#places, shows: this.#shows };
  }

  #step(): void {
    const character = this.#text[this.#at] ?? "";
    const open = this.#open.at(-1)?.mark;
    const inCode = open === "`" || open === "```";
    if (character === "\\") this.#escape();
    else if (inCode ? character !== "`" : !reserved.test(character)) this.#plain(character, 1);
    else if (character === "\n") this.#endLine();
    else this.#mark(character, open);
  }

  /** A backslash and what it escapes; before anything beyond ASCII it is a plain backslash. */
  #escape(): void {
    const next = this.#text[this.#at + 1];
    if (next === slotMark) throw new TextFault(`Write \\\\ for a backslash before {{ }} (${this.#near()}).`);
    if (next !== undefined && next < "\u007f") this.#plain(next, 2);
    else this.#plain("\\", 1);
  }

  #mark(character: string, open: Mark | undefined): void {
    const mark = this.#markHere(character);
    if (open !== undefined && closes(open, mark, character)) this.#close(open);
    else if (open === "```")
      throw new TextFault(`In a code block write \\\` for a backtick (${this.#near()}).`);
    else if (character === ">" && this.#lineStart) this.#quote();
    else if (mark === undefined)
      throw new TextFault(`Write \\${character} for "${character}" (${this.#near()}).`);
    else this.#begin(mark);
  }

  #plain(character: string, length: number): void {
    if (character === slotMark) this.#places.push(this.#quoted ? inQuote : inText);
    else this.#shows ||= isShown(character);
    // An escaped line break begins a line; one in code does not.
    this.#lineStart = character === "\n" && length === 2;
    this.#at += length;
  }

  #markHere(character: string): Mark | undefined {
    const rest = this.#text.slice(this.#at, this.#at + 3);
    if (rest === "```") return rest;
    if (rest.startsWith("__") || rest.startsWith("||") || rest.startsWith("!["))
      return rest.slice(0, 2) as Mark;
    return /[*_~`[]/.test(character) ? (character as Mark) : undefined;
  }

  #begin(mark: Mark): void {
    this.#open.push({ mark, at: this.#at });
    this.#at += mark.length;
    if (mark !== "```") return;
    const language = /^[^\s`]*(?=\s)/.exec(this.#text.slice(this.#at))?.[0] ?? "";
    if (/^[^\s`]*\0/.test(this.#text.slice(this.#at))) {
      throw new TextFault(
        "Put a line break between ``` and {{ }}: the first word after ``` names a language.",
      );
    }
    this.#at += language.length;
    if (this.#text[this.#at] === "\n") this.#at++;
  }

  #close(open: Mark): void {
    this.#open.pop();
    const length = open === "[" || open === "![" ? 1 : open.length;
    this.#at += length;
    if (open === "[" || open === "![") this.#address(open);
  }

  /** The (…) behind a link's text; a link may do without, a custom emoji may not. */
  #address(open: "[" | "!["): void {
    if (this.#text[this.#at] !== "(") {
      if (open === "![") throw new TextFault("A custom emoji is written ![👍](tg://emoji?id=…).");
      return;
    }
    const start = this.#at++;
    for (; this.#text[this.#at] !== ")"; this.#at++) {
      const character = this.#text[this.#at];
      if (character === undefined) {
        throw new TextFault(`The address of a link never ends (${near(this.#text, start)}): add ")".`);
      }
      if (character === slotMark) this.#places.push(inAddress);
      if (character !== "\\") continue;
      this.#at++;
      if (this.#text[this.#at] === slotMark) throw new TextFault("Write \\\\ for a backslash before {{ }}.");
    }
    this.#at++;
    if (open === "![" && !/^\(tg:\/\/(emoji|time)\?/i.test(this.#text.slice(start))) {
      throw new TextFault("A custom emoji is written ![👍](tg://emoji?id=…).");
    }
  }

  #quote(): void {
    if (!this.#quoted) this.#open.push({ mark: ">", at: this.#at });
    this.#quoted = true;
    this.#at++;
  }

  #endLine(): void {
    if (this.#text[this.#at + 1] !== ">") this.#endQuote();
    this.#at++;
    this.#lineStart = true;
  }

  /** What was opened inside a quotation ends inside it; "||" at its very end folds it. */
  #endQuote(): void {
    if (!this.#quoted) return;
    this.#quoted = false;
    const last = this.#open.at(-1);
    if (last?.mark === "||" && last.at === this.#at - 2) this.#open.pop();
    const inner = this.#open.pop();
    if (inner && inner.mark !== ">") throw this.#unclosed(inner.mark, inner.at);
  }

  #unclosed(mark: Mark, at: number): TextFault {
    const end = mark === "[" || mark === "![" ? "]" : mark;
    return new TextFault(
      `"${mark}" opens ${names[mark]} that never ends (${near(this.#text, at)}): close it with ${end}, or write \\${mark[0]} for a plain one.`,
    );
  }

  #near(): string {
    return near(this.#text, this.#at);
  }
}

/** Whether what stands here ends the innermost open mark. "__" is read greedily, as Telegram does. */
function closes(open: Mark, here: Mark | undefined, character: string): boolean {
  if (open === ">") return false;
  if (open === "[" || open === "![") return character === "]";
  if (open === "`") return character === "`";
  return open === here;
}
