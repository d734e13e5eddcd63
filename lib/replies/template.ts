import { html } from "./markup/html";
import { markdown } from "./markup/markdown";
import { markdownV2 } from "./markup/markdown-v2";
import { type Markup, type Place, plainText, slotMark } from "./markup/markup";
import { TextFault } from "./text-fault";

export type ParseMode = "HTML" | "MarkdownV2" | "Markdown";

export const templateNames = [
  "first_name",
  "last_name",
  "username",
  "text",
  "chat_id",
  "update_id",
  "bot_username",
] as const;
type TemplateName = (typeof templateNames)[number];

/** What the names stand for in one update; a missing one is empty. */
export type TemplateValues = Readonly<Partial<Record<TemplateName, string | number | undefined>>>;

/** Telegram's limit for a text, in UTF-16 units. */
export const maxTextLength = 4096;

interface Slot {
  readonly name: TemplateName;
  readonly place: Place;
}

/** A text with {{names}}, read once; rendering only joins. */
export interface Template {
  readonly parseMode: ParseMode | undefined;
  readonly parts: readonly (string | Slot)[];
  /** Each of its names at each kind of place once. */
  readonly slots: readonly Slot[];
  /** Whether it shows anything when every value is empty. */
  readonly shows: boolean;
}

/** Blanks around a name are taken off afterwards: looked for here as well, "{{" and many of them took minutes. */
const slotPattern = /\{\{([^{}]*)\}\}/;

const markups: Record<ParseMode, Markup> = { HTML: html, MarkdownV2: markdownV2, Markdown: markdown };

/**
 * Reads a text for its names and its markup.
 *
 * @throws TextFault where a name is unknown or Telegram would refuse the markup.
 */
export function parseTemplate(text: string, parseMode: ParseMode | undefined): Template {
  // split() with one group gives text, name, text, name, …, text.
  const pieces = text.split(slotPattern);
  const literals = pieces.filter((_, index) => index % 2 === 0);
  const names = pieces.filter((_, index) => index % 2 === 1).map(knownName);
  const { places, shows } = markupOf(parseMode).read(literals.join(slotMark));
  const slots: Slot[] = [];
  const slotOf = (name: TemplateName, place: Place): Slot => {
    const known = slots.find((slot) => slot.name === name && slot.place === place);
    const slot = known ?? { name, place };
    if (!known) slots.push(slot);
    return slot;
  };
  const parts = literals.flatMap((literal, index): (string | Slot)[] => {
    const name = names[index];
    const place = places[index];
    const slot = name !== undefined && place !== undefined ? [slotOf(name, place)] : [];
    return literal === "" ? slot : [literal, ...slot];
  });
  return { parseMode, parts, slots, shows };
}

/**
 * Fills the names in. Values are written so that they never act as markup, and are shortened, the
 * longest first, where the text would exceed 4096 UTF-16 units; the tenant's own words and marks
 * always stay whole.
 *
 * @returns the text to send, or "" where it would show nothing (Telegram refuses such a text).
 */
export function renderTemplate(template: Template, values: TemplateValues): string {
  const { parts, slots } = template;
  // A value that stands in hundreds of places is cleaned and written once.
  const raw = new Map(slots.map((slot) => [slot, clean(values[slot.name])]));
  const rawAt = (part: string | Slot): string => (typeof part === "string" ? "" : (raw.get(part) ?? ""));
  if (!template.shows && !slots.some((slot) => slot.place.shown && !isBlank(rawAt(slot)))) return "";

  const texts = new Map(slots.map((slot) => [slot, slot.place.write(rawAt(slot))]));
  const written = parts.map((part) => (typeof part === "string" ? part : (texts.get(part) ?? "")));
  // Nor are hundreds of long ones joined in order to see that they are too long.
  const length = written.reduce((sum, piece) => sum + piece.length, 0);
  const whole = length <= maxTextLength ? join(template, written) : undefined;
  if (whole !== undefined && whole.length <= maxTextLength) return whole;
  return join(template, shorten(template, parts.map(rawAt), written));
}

function join(template: Template, written: readonly string[]): string {
  const { separate } = markupOf(template.parseMode);
  if (!separate) return written.join("");
  return template.parts.reduce((text: string, part, at) => {
    const piece = written[at] ?? "";
    return text + (typeof part === "string" ? piece : separate(text, piece));
  }, "");
}

/** Gives every value an equal share of the room; what short ones leave goes to the longer. */
function shorten(template: Template, raw: readonly string[], written: readonly string[]): string[] {
  const result = [...written];
  const slots = [...template.parts.keys()].filter((at) => typeof template.parts[at] !== "string");
  const lengthAt = (at: number) => result[at]?.length ?? 0;
  const separators = markupOf(template.parseMode).separate ? slots.length : 0;
  const literals = written.reduce((sum, piece) => sum + piece.length, 0);
  let room = maxTextLength - separators - literals + slots.reduce((sum, at) => sum + lengthAt(at), 0);
  const byLength = slots.sort((a, b) => lengthAt(a) - lengthAt(b));
  for (const [done, at] of byLength.entries()) {
    const share = Math.floor(Math.max(0, room) / (byLength.length - done));
    const part = template.parts[at];
    if (lengthAt(at) > share && part !== undefined && typeof part !== "string") {
      result[at] = writeUpTo(share, raw[at] ?? "", part.place);
    }
    room -= lengthAt(at);
  }
  return result;
}

/** Writes as many whole characters as fit; an escape is never cut, nor a surrogate pair. */
function writeUpTo(most: number, value: string, place: Place): string {
  let text = "";
  for (const character of value) {
    const next = place.write(character);
    if (text.length + next.length > most) break;
    text += next;
  }
  return text;
}

function markupOf(parseMode: ParseMode | undefined): Markup {
  return parseMode === undefined ? plainText : markups[parseMode];
}

function knownName(name: string | undefined): TemplateName {
  const wanted = name?.trim() ?? "";
  const known = templateNames.find((each) => each === wanted);
  if (known) return known;
  throw new TextFault(
    `There is no {{${wanted}}}. Known are ${templateNames.map((each) => `{{${each}}}`).join(", ")}.`,
  );
}

/**
 * Half a surrogate pair cannot be written in UTF-8, and Telegram refuses the whole text. Of a value that is longer than
 * any text so much is kept that it has to be shortened, which leaves whole characters.
 */
function clean(value: string | number | undefined): string {
  const text = value === undefined ? "" : String(value).slice(0, maxTextLength + 2);
  return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}

function isBlank(value: string): boolean {
  return !/\S/.test(value);
}
