import { TextFault } from "../text-fault";
import { invisibleSeparator, isShown, type Markup, near, type Place, slotMark } from "./markup";

/**
 * The old Markdown of the Bot API. A backslash escapes only outside of entities; inside one, the
 * single character that ends it cannot be written at all.
 */
const escaped: Place = { write: (value) => value.replace(/[_*`[]/g, "\\$&"), shown: true };

/** Closes the entity, writes its mark, opens it again: the way the Bot API's documentation shows. */
const reopened = (mark: string): Place => ({
  write: (value) => value.replaceAll(mark, `${mark}\\${mark}${mark}`),
  shown: true,
});

/** Where even that does not work, the character is replaced by one that looks like it. */
const replaced = (mark: string, by: string, shown = true): Place => ({
  write: (value) => value.replaceAll(mark, by),
  shown,
});

const insideOf: Record<string, Place> = {
  "*": reopened("*"),
  _: reopened("_"),
  "`": replaced("`", "\u02CB"),
  "```": replaced("`", "\u02CB"),
  "[": replaced("]", "\uFF3D"),
};
const inAddress = replaced(")", "%29", false);

const names: Record<string, string> = {
  "*": "bold text",
  _: "italic text",
  "`": "code",
  "```": "a code block",
};

export const markdown: Markup = {
  read(text) {
    const places: Place[] = [];
    let shows = false;
    let at = 0;
    while (at < text.length) {
      const character = text[at] ?? "";
      if (character === "\\" && /[_*`[]/.test(text[at + 1] ?? "")) {
        shows = true;
        at += 2;
      } else if (/[_*`[]/.test(character)) {
        const entity = readEntity(text, at);
        places.push(...entity.places);
        shows ||= entity.shows;
        at = entity.end;
      } else {
        if (character === slotMark) places.push(escaped);
        else shows ||= isShown(character);
        at++;
      }
    }
    return { places, shows };
  },
  /** A backslash at a value's end would escape the mark after it; two backticks may become three. */
  separate(before, written) {
    const end = `${before.slice(-1)}${written}`;
    return end.endsWith("\\") || (written === "" && end.endsWith("`"))
      ? written + invisibleSeparator
      : written;
  },
};

interface Entity {
  places: Place[];
  shows: boolean;
  end: number;
}

function readEntity(text: string, start: number): Entity {
  const mark = text.startsWith("```", start) ? "```" : (text[start] ?? "");
  const closer = mark === "[" ? "]" : mark;
  const from = start + mark.length;
  if (mark === "```" && /^[^\s`]*\0/.test(text.slice(from))) {
    throw new TextFault("Put a line break between ``` and {{ }}: the first word after ``` names a language.");
  }
  const end = text.indexOf(closer, from);
  if (end === -1) throw new TextFault(unclosed(mark, text, start));
  const inside = text.slice(from, end);
  const places = slotsIn(inside, insideOf[mark] ?? escaped);
  const after = end + closer.length;
  if (mark !== "[" || text[after] !== "(") return { places, shows: isShown(inside), end: after };
  const addressEnd = text.indexOf(")", after);
  if (addressEnd === -1)
    throw new TextFault(`The address of a link never ends (${near(text, after)}): add ")".`);
  places.push(...slotsIn(text.slice(after, addressEnd), inAddress));
  return { places, shows: isShown(inside), end: addressEnd + 1 };
}

function slotsIn(text: string, place: Place): Place[] {
  return Array.from(text.matchAll(/\0/g), () => place);
}

function unclosed(mark: string, text: string, at: number): string {
  if (mark === "[") return `"[" opens a link that never ends (${near(text, at)}): write \\[ for a plain "[".`;
  return `"${mark}" opens ${names[mark]} that never ends (${near(text, at)}): close it with another ${mark}, or write \\${mark[0]} for a plain one.`;
}
