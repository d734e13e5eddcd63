/** A stretch of text that looks the same from end to end. */
export interface Run {
  text: string;
  styles: readonly Style[];
  href?: string;
}

export type Style = "bold" | "italic" | "underline" | "strike" | "spoiler" | "code" | "pre" | "quote";

const htmlStyles: Record<string, Style> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strike",
  strike: "strike",
  del: "strike",
  "tg-spoiler": "spoiler",
  span: "spoiler",
  code: "code",
  pre: "pre",
  blockquote: "quote",
};

const entities: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };

/**
 * Reads a text the way Telegram shows it, for the preview. Forgiving: broken markup is shown as it
 * stands, and the server says what is wrong with it when it is saved.
 */
export function readMarkup(text: string, parseMode: string): Run[] {
  if (parseMode === "HTML") return readHtml(text);
  if (parseMode === "MarkdownV2") return readMarkdown(text, v2Marks, true);
  if (parseMode === "Markdown") return readMarkdown(text, legacyMarks, false);
  return [{ text, styles: [] }];
}

function readHtml(text: string): Run[] {
  const runs: Run[] = [];
  const open: { tag: string; style: Style | undefined; href?: string }[] = [];
  const add = (piece: string) => {
    if (piece === "") return;
    const styles = open.flatMap(({ style }) => (style ? [style] : []));
    const href = open.findLast((entry) => entry.href !== undefined)?.href;
    runs.push({ text: decode(piece), styles, ...(href === undefined ? {} : { href }) });
  };
  const tags = /<(\/?)([a-z][a-z-]*)\b([^<>]*)>/gi;
  let at = 0;
  for (const match of text.matchAll(tags)) {
    const [whole, slash, name = "", rest = ""] = match;
    const tag = name.toLowerCase();
    if (tag !== "a" && htmlStyles[tag] === undefined) continue;
    add(text.slice(at, match.index));
    at = match.index + whole.length;
    if (slash) {
      const index = open.findLastIndex((entry) => entry.tag === tag);
      if (index >= 0) open.splice(index, 1);
    } else {
      const href = /href\s*=\s*["']([^"']*)["']/i.exec(rest)?.[1];
      open.push({ tag, style: htmlStyles[tag], ...(tag === "a" ? { href: decode(href ?? "") } : {}) });
    }
  }
  add(text.slice(at));
  return runs;
}

function decode(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|#\d{1,6});/g, (_, name: string) => {
    const known = entities[name];
    return known ?? String.fromCodePoint(Math.min(Number(name.slice(1)), 0x10ffff));
  });
}

const v2Marks: readonly [string, Style][] = [
  ["```", "pre"],
  ["`", "code"],
  ["||", "spoiler"],
  ["__", "underline"],
  ["*", "bold"],
  ["_", "italic"],
  ["~", "strike"],
];
const legacyMarks: readonly [string, Style][] = [
  ["```", "pre"],
  ["`", "code"],
  ["*", "bold"],
  ["_", "italic"],
];

function readMarkdown(text: string, marks: readonly [string, Style][], escapes: boolean): Run[] {
  const runs: Run[] = [];
  const open = new Set<Style>();
  let piece = "";
  const flush = () => {
    if (piece !== "") runs.push({ text: piece, styles: [...open] });
    piece = "";
  };
  for (let at = 0; at < text.length; ) {
    if (text[at] === "\\" && at + 1 < text.length && (escapes || /[_*`[]/.test(text[at + 1] ?? ""))) {
      piece += text[at + 1];
      at += 2;
      continue;
    }
    const verbatim = open.has("code") || open.has("pre");
    // {{first_name}} is a name, not the beginning of italics.
    const name = /^\{\{[^{}]*\}\}/.exec(text.slice(at, at + 64))?.[0];
    if (name !== undefined) {
      piece += name;
      at += name.length;
      continue;
    }
    const link = verbatim ? null : /^\[([^\]]*)\]\(([^)\s]*)\)/.exec(text.slice(at));
    if (link) {
      flush();
      runs.push({ text: link[1] ?? "", styles: [...open], href: link[2] ?? "" });
      at += link[0].length;
      continue;
    }
    const mark = marks.find(([sign, style]) => text.startsWith(sign, at) && (!verbatim || open.has(style)));
    if (mark === undefined) {
      piece += text[at];
      at += 1;
      continue;
    }
    flush();
    const [sign, style] = mark;
    if (!open.delete(style)) open.add(style);
    at += sign.length;
  }
  flush();
  return runs;
}
