import { badRequest } from "../api-error";
import { parseHtml } from "./html";
import { parseMarkdown, parseMarkdownV2 } from "./markdown";

/** A MessageEntity; offset and length in UTF-16 code units, as the Bot API counts. */
export interface Entity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
}

/** Text without its markup, and what the markup said. */
export interface ParsedText {
  text: string;
  entities: Entity[];
}

/**
 * Reads a text by its parse_mode ("", HTML, MarkdownV2 or Markdown, in any case of letters).
 * Throws 400 `unsupported parse_mode` or `can't parse entities: …`.
 */
export function parseText(text: string, parseMode: string): ParsedText {
  switch (parseMode.toLowerCase()) {
    case "":
    case "none":
      return { text, entities: autoEntities(text) };
    case "html":
      return parseHtml(text);
    case "markdownv2":
      return parseMarkdownV2(text);
    case "markdown":
      return parseMarkdown(text);
    default:
      throw badRequest("unsupported parse_mode");
  }
}

/** What Telegram finds by itself in plain text: commands and links. */
export function autoEntities(text: string): Entity[] {
  const found: Entity[] = [];
  for (const match of text.matchAll(/(?<![\w/<>])\/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/<>])/g))
    found.push({ type: "bot_command", offset: match.index, length: match[0].length });
  for (const match of text.matchAll(/\bhttps?:\/\/[^\s<>"']+[^\s<>"'.,!?)]/g))
    found.push({ type: "url", offset: match.index, length: match[0].length });
  return found.sort((a, b) => a.offset - b.offset);
}
