import { badRequest } from "../api-error";
import type { Entity, ParsedText } from "./parse-text";

const TAGS: Readonly<Record<string, string>> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  span: "spoiler",
  "tg-spoiler": "spoiler",
  "tg-emoji": "custom_emoji",
  a: "text_link",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
};
const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

const broken = (text: string) => badRequest(`can't parse entities: ${text}`);

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(lt|gt|amp|quot));/gi, (whole, dec, hex, name) => {
    if (name) return NAMED[String(name).toLowerCase()] ?? whole;
    const code = dec ? Number(dec) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Reads parse_mode HTML. Throws 400 for tags Telegram does not know, unclosed tags and stray end tags. */
export function parseHtml(source: string): ParsedText {
  const open: { tag: string; offset: number; attributes: string }[] = [];
  const entities: Entity[] = [];
  let text = "";
  let at = 0;
  while (at < source.length) {
    const next = source.indexOf("<", at);
    if (next === -1) {
      text += decode(source.slice(at));
      break;
    }
    text += decode(source.slice(at, next));
    const end = source.indexOf(">", next);
    const tag = /^<(\/?)([a-z][a-z0-9-]*)((?:\s[^<>]*)?)>$/i.exec(source.slice(next, end + 1));
    const where = Buffer.byteLength(source.slice(0, next));
    if (!tag) {
      if (end === -1) throw broken(`Unclosed start tag at byte offset ${where}`);
      throw broken(
        `Unsupported start tag "${source.slice(next + 1, end).split(/\s/)[0]}" at byte offset ${where}`,
      );
    }
    const name = (tag[2] ?? "").toLowerCase();
    if (tag[1] === "") {
      if (!(name in TAGS)) throw broken(`Unsupported start tag "${name}" at byte offset ${where}`);
      open.push({ tag: name, offset: text.length, attributes: tag[3] ?? "" });
    } else {
      const started = open.pop();
      if (!started) throw broken(`Unexpected end tag at byte offset ${where}`);
      if (started.tag !== name)
        throw broken(
          `Unmatched end tag at byte offset ${where}, expected "</${started.tag}>", found "</${name}>"`,
        );
      close(entities, started, text);
    }
    at = end + 1;
  }
  const unclosed = open.pop();
  if (unclosed) throw broken(`Can't find end tag corresponding to start tag "${unclosed.tag}"`);
  return { text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) };
}

function close(
  entities: Entity[],
  started: { tag: string; offset: number; attributes: string },
  text: string,
): void {
  const length = text.length - started.offset;
  const type = TAGS[started.tag];
  if (length === 0 || type === undefined) return;
  if (type !== "text_link") {
    entities.push({ type, offset: started.offset, length });
    return;
  }
  const href = /href\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))/i.exec(started.attributes);
  const url = decode(href?.[1] ?? href?.[2] ?? href?.[3] ?? text.slice(started.offset));
  // A link Telegram cannot use is shown as plain text, not refused.
  if (/^(https?|tg|mailto|tel):/i.test(url)) entities.push({ type, offset: started.offset, length, url });
}
