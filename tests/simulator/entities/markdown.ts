import { badRequest } from "../api-error";
import type { Entity, ParsedText } from "./parse-text";

const broken = (text: string) => badRequest(`can't parse entities: ${text}`);
const bytes = (source: string, at: number) => Buffer.byteLength(source.slice(0, at));
const RESERVED = new Set("_*[]()~`>#+-=|{}.!");
const MARKS = ["__", "||", "_", "*", "~"] as const;
const TYPES: Readonly<Record<string, string>> = {
  __: "underline",
  "||": "spoiler",
  _: "italic",
  "*": "bold",
  "~": "strikethrough",
};

interface Open {
  mark: string;
  offset: number;
  at: number;
}

/** The text and link of `[text](url)` from the `](` on: where it ends and what it links to. */
function linkTarget(source: string, at: number): { url: string; end: number } | undefined {
  if (source[at] !== "(") return undefined;
  const end = source.indexOf(")", at);
  if (end === -1) throw broken(`Can't find end of a URL at byte offset ${bytes(source, at)}`);
  return { url: source.slice(at + 1, end).replace(/\\(.)/g, "$1"), end: end + 1 };
}

function pushEntity(entities: Entity[], entity: Entity): void {
  if (entity.length > 0) entities.push(entity);
}

/** Reads code from an opening backtick on; code spans and blocks hold no other markup. */
function readCode(source: string, at: number, escapes: boolean): { type: string; code: string; end: number } {
  const fence = source.startsWith("```", at) ? "```" : "`";
  let end = at + fence.length;
  let code = "";
  while (end < source.length && !source.startsWith(fence, end)) {
    if (escapes && source[end] === "\\" && end + 1 < source.length) end += 1;
    code += source[end];
    end += 1;
  }
  const type = fence === "```" ? "pre" : "code";
  if (end >= source.length)
    throw broken(
      `Can't find end of ${type === "pre" ? "Pre" : "Code"} entity at byte offset ${bytes(source, at)}`,
    );
  if (type === "pre") code = code.replace(/^[\w+-]*\n/, "");
  return { type, code, end: end + fence.length };
}

/** Reads parse_mode MarkdownV2. Throws 400 for reserved characters without a backslash and unclosed entities. */
export function parseMarkdownV2(source: string): ParsedText {
  const open: Open[] = [];
  const entities: Entity[] = [];
  let text = "";
  let at = 0;
  while (at < source.length) {
    const char = source[at] ?? "";
    if (char === "\\" && at + 1 < source.length && source.charCodeAt(at + 1) < 127) {
      text += source[at + 1];
      at += 2;
      continue;
    }
    if (char === "`") {
      const { type, code, end } = readCode(source, at, true);
      pushEntity(entities, { type, offset: text.length, length: code.length });
      text += code;
      at = end;
      continue;
    }
    const mark = MARKS.find((candidate) => source.startsWith(candidate, at));
    const last = open.at(-1);
    if (mark !== undefined) {
      if (last?.mark === mark) {
        open.pop();
        pushEntity(entities, {
          type: TYPES[mark] ?? mark,
          offset: last.offset,
          length: text.length - last.offset,
        });
      } else open.push({ mark, offset: text.length, at });
      at += mark.length;
      continue;
    }
    if (char === "[") {
      open.push({ mark: "[", offset: text.length, at });
      at += 1;
      continue;
    }
    if (char === "]" && last?.mark === "[") {
      open.pop();
      const target = linkTarget(source, at + 1);
      if (target)
        pushEntity(entities, {
          type: "text_link",
          offset: last.offset,
          length: text.length - last.offset,
          url: target.url,
        });
      at = target?.end ?? at + 1;
      continue;
    }
    if (char === ">" && (text === "" || text.endsWith("\n"))) {
      const line = source.indexOf("\n", at);
      const quoted = parseMarkdownV2(source.slice(at + 1, line === -1 ? undefined : line));
      for (const inner of quoted.entities) entities.push({ ...inner, offset: inner.offset + text.length });
      pushEntity(entities, { type: "blockquote", offset: text.length, length: quoted.text.length });
      text += quoted.text;
      at = line === -1 ? source.length : line;
      continue;
    }
    if (RESERVED.has(char))
      throw broken(`Character '${char}' is reserved and must be escaped with the preceding '\\'`);
    text += char;
    at += 1;
  }
  const unclosed = open.pop();
  if (unclosed)
    throw broken(
      `Can't find end of ${nameOf(unclosed.mark)} entity at byte offset ${bytes(source, unclosed.at)}`,
    );
  return { text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) };
}

function nameOf(mark: string): string {
  const type = mark === "[" ? "TextUrl" : (TYPES[mark] ?? mark);
  return type.charAt(0).toUpperCase() + type.slice(1);
}

/** Reads the old parse_mode Markdown: no nesting, a backslash before _ * ` [ is enough. */
export function parseMarkdown(source: string): ParsedText {
  const entities: Entity[] = [];
  let text = "";
  let at = 0;
  while (at < source.length) {
    const char = source[at] ?? "";
    if (char === "\\" && "_*`[".includes(source[at + 1] ?? " ")) {
      text += source[at + 1];
      at += 2;
    } else if (char === "`") {
      const { type, code, end } = readCode(source, at, false);
      pushEntity(entities, { type, offset: text.length, length: code.length });
      text += code;
      at = end;
    } else if (char === "_" || char === "*" || char === "[") {
      const end = source.indexOf(char === "[" ? "]" : char, at + 1);
      if (end === -1)
        throw broken(`Can't find end of the entity starting at byte offset ${bytes(source, at)}`);
      const inner = source.slice(at + 1, end);
      const target = char === "[" ? linkTarget(source, end + 1) : undefined;
      const type = char === "_" ? "italic" : "bold";
      if (target)
        pushEntity(entities, {
          type: "text_link",
          offset: text.length,
          length: inner.length,
          url: target.url,
        });
      else if (char !== "[") pushEntity(entities, { type, offset: text.length, length: inner.length });
      text += char === "[" && !target ? `[${inner}]` : inner;
      at = target?.end ?? end + 1;
    } else {
      text += char;
      at += 1;
    }
  }
  return { text, entities };
}
