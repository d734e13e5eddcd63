/** Stands for one {{name}} while markup is read. Texts hold no control characters of their own. */
export const slotMark = "\u0000";

/** Where a value stands in the markup: how it must be written there so that it stays plain text. */
export interface Place {
  /**
   * Writes a value so that Telegram shows exactly it. Works character by character, so that a
   * value can be cut before it is written.
   */
  write(value: string): string;
  /** False inside an address: the reader does not see it. */
  readonly shown: boolean;
}

/** What reading a text's markup found. */
export interface Reading {
  /** One for each slot mark, in order. */
  readonly places: readonly Place[];
  /** Whether the text shows anything when every value is empty. */
  readonly shows: boolean;
}

/** The rules of one parse mode. */
export interface Markup {
  /**
   * Reads a text in which every {{name}} is a slot mark, by the rules of Telegram's own parser
   * (tdlib/td, td/telegram/MessageEntity.cpp).
   *
   * @throws TextFault where Telegram would refuse the text.
   */
  read(text: string): Reading;
  /**
   * The written value, with at most one character more where it and what stands before it would
   * read as one mark.
   */
  separate?(before: string, written: string): string;
}

/** Telegram drops it after reading the markup, so it parts two marks without being seen. */
export const invisibleSeparator = "\r";

/** Without a parse mode everything is text. */
const asItIs: Place = { write: (value) => value, shown: true };

export const plainText: Markup = {
  read: (text) => ({
    places: Array.from(text.matchAll(/\0/g), () => asItIs),
    shows: isShown(text),
  }),
};

/** Whether any of the characters can be seen. */
export function isShown(characters: string): boolean {
  return /[^\s\0]/.test(characters);
}

/** A quotation of the text around a position, for a message to the one who wrote it. */
export function near(text: string, at: number): string {
  const around = text.slice(Math.max(0, at - 12), at + 12).replaceAll(slotMark, "{{…}}");
  return `near "${around.replace(/\s+/g, " ").trim()}"`;
}
