import { TextFault } from "../text-fault";
import { isShown, type Markup, near, type Place, type Reading, slotMark } from "./markup";

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const write = (value: string): string => value.replace(/[&<>"]/g, (character) => entities[character] ?? "");

const inText: Place = { write, shown: true };
const inAddress: Place = { write, shown: false };

const knownTags =
  "b strong i em u ins s strike del a code pre blockquote span tg-spoiler tg-emoji tg-time".split(" ");

const attribute = /\s*([^\s=>"'<]+)(?:\s*=\s*("[^"]*"|'[^']*'|[a-z0-9.-]+(?=[\s>])))?\s*/iy;

/** HTML as Telegram takes it (Bot API, "HTML style"): few tags, strictly nested, no others. */
export const html: Markup = {
  read(text) {
    const places: Place[] = [];
    const open: string[] = [];
    let shows = false;
    let at = 0;
    for (let tagAt = text.indexOf("<"); tagAt !== -1; tagAt = text.indexOf("<", at)) {
      shows = readText(text.slice(at, tagAt), places) || shows;
      at = text[tagAt + 1] === "/" ? readEndTag(text, tagAt, open) : readStartTag(text, tagAt, open, places);
    }
    shows = readText(text.slice(at), places) || shows;
    const unclosed = open.pop();
    if (unclosed !== undefined) throw new TextFault(`<${unclosed}> is never closed: add </${unclosed}>.`);
    return { places, shows } satisfies Reading;
  },
};

/** Text between tags. Tells whether any of it can be seen. */
function readText(text: string, places: Place[]): boolean {
  // Telegram reads "&lt" without its semicolon too, so a value could complete what begins here.
  const begun = /&[#\w]*\0/.exec(text);
  if (begun) throw new TextFault(`Write &amp; for "&" before {{ }} (${near(text, begun.index)}).`);
  for (const character of text) if (character === slotMark) places.push(inText);
  return isShown(text);
}

function readStartTag(text: string, at: number, open: string[], places: Place[]): number {
  const name = (/^[^\s>]*/.exec(text.slice(at + 1))?.[0] ?? "").toLowerCase();
  if (!knownTags.includes(name)) throw new TextFault(unknownTag(name, text, at));
  const attributes = new Map<string, string>();
  let next = at + 1 + name.length;
  while (text[next] !== ">") {
    attribute.lastIndex = next;
    const found = attribute.exec(text);
    if (found === null || found[0] === "") {
      // A last look behind white space before giving up: "<b >" is fine.
      const blank = /\s+>/y;
      blank.lastIndex = next;
      const end = blank.exec(text);
      if (end) return finish(next + end[0].length);
      throw new TextFault(
        `The tag <${name}> is not finished (${near(text, at)}): close it with > and put values in double quotes; for a plain "<" write &lt;.`,
      );
    }
    const [, key = "", value = ""] = found;
    readAttribute(name, key.toLowerCase(), value, places);
    attributes.set(key.toLowerCase(), value.replace(/^["']|["']$/g, ""));
    next = attribute.lastIndex;
  }
  return finish(next + 1);

  function finish(end: number): number {
    checkAttributes(name, attributes);
    open.push(name);
    return end;
  }
}

function readAttribute(tag: string, key: string, value: string, places: Place[]): void {
  const slots = [...value].filter((character) => character === slotMark).length;
  if (slots === 0 && !key.includes(slotMark)) return;
  if (tag !== "a" || key !== "href" || !value.startsWith('"')) {
    throw new TextFault(`Inside a tag, {{ }} works only in <a href="…">, in double quotes.`);
  }
  if (/&[#\w]*\0/.test(value)) throw new TextFault('Write &amp; for "&" before {{ }}.');
  for (let slot = 0; slot < slots; slot++) places.push(inAddress);
}

function checkAttributes(tag: string, attributes: ReadonlyMap<string, string>): void {
  if (tag === "span" && attributes.get("class") !== "tg-spoiler") {
    throw new TextFault('Telegram takes <span> only as <span class="tg-spoiler">.');
  }
  if (tag === "tg-emoji" && !/^[1-9]\d{0,18}$/.test(attributes.get("emoji-id") ?? "")) {
    throw new TextFault('<tg-emoji> needs emoji-id="…" with the number of a custom emoji.');
  }
}

function readEndTag(text: string, at: number, open: string[]): number {
  const [whole, given = ""] = /^<\/([^\s>]*)\s*>/.exec(text.slice(at)) ?? [];
  if (whole === undefined)
    throw new TextFault(`An end tag is not finished (${near(text, at)}): write e.g. </b>.`);
  const name = given.toLowerCase();
  const expected = open.pop();
  if (expected === undefined) {
    throw new TextFault(`</${name}> closes nothing: remove it, or open <${name}> before it.`);
  }
  if (name !== "" && name !== expected) {
    throw new TextFault(`</${name}> comes while <${expected}> is open: write </${expected}> first.`);
  }
  return at + whole.length;
}

function unknownTag(name: string, text: string, at: number): string {
  if (!/^[a-z][a-z0-9-]*\/?$/.test(name)) return `For a plain "<" write &lt; (${near(text, at)}).`;
  if (/^(br|p|div|li|ul|ol)\/?$/.test(name)) {
    return `Telegram does not know <${name}>: use a line break instead.`;
  }
  return `Telegram does not know <${name}>. It takes ${knownTags.map((tag) => `<${tag}>`).join(" ")}; for a plain "<" write &lt;.`;
}
