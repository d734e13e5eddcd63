import { foldText } from "./keyword";
import { compilePattern, type Pattern } from "./pattern";
import { type Button, buttonsOf } from "./reply-buttons";
import { type ParseMode, parseTemplate, type Template } from "./template";
import { TextFault } from "./text-fault";

/** A reply as the database keeps it; Prisma's Reply fits. */
export interface ReplyRow {
  readonly triggerType: "command" | "keyword" | "regex" | "any";
  readonly triggerValue: string | null;
  readonly text: string;
  readonly parseMode: string | null;
  readonly buttons: unknown;
  readonly language: string | null;
  readonly enabled: boolean;
}

export type Trigger =
  | { readonly type: "command"; readonly name: string }
  | { readonly type: "keyword"; readonly phrase: string }
  | { readonly type: "regex"; readonly pattern: Pattern }
  | { readonly type: "any" };

export interface CompiledReply {
  /** Its place among all replies of the bot, those switched off included. */
  readonly index: number;
  readonly trigger: Trigger;
  /** In lower case, e.g. "pt" or "pt-br"; undefined: anybody. */
  readonly language: string | undefined;
  readonly template: Template;
  readonly buttons: readonly (readonly Button[])[] | undefined;
}

export interface CompiledReplies {
  /** In order; first match wins. Replies switched off are left out. */
  readonly replies: readonly CompiledReply[];
  /** Stored replies that cannot be used, e.g. saved under older rules; the others work. */
  readonly faults: readonly { readonly index: number; readonly message: string }[];
}

/**
 * Makes a bot's replies ready for matching: once, when the bot is loaded.
 *
 * @param rows all replies of the bot, in order.
 */
export function compileReplies(rows: readonly ReplyRow[]): CompiledReplies {
  const replies: CompiledReply[] = [];
  const faults: { index: number; message: string }[] = [];
  for (const [index, row] of rows.entries()) {
    if (!row.enabled) continue;
    try {
      replies.push(compileReply(row, index));
    } catch (error) {
      if (!(error instanceof TextFault)) throw error;
      faults.push({ index, message: error.message });
    }
  }
  return { replies, faults };
}

function compileReply(row: ReplyRow, index: number): CompiledReply {
  return {
    index,
    trigger: compileTrigger(row.triggerType, row.triggerValue ?? ""),
    language: row.language?.toLowerCase(),
    template: parseTemplate(row.text, parseModeOf(row.parseMode)),
    buttons: buttonsOf(row.buttons),
  };
}

function compileTrigger(type: ReplyRow["triggerType"], value: string): Trigger {
  switch (type) {
    case "command":
      return { type, name: value.replace(/^\//, "").toLowerCase() };
    case "keyword":
      return { type, phrase: foldText(value) };
    case "regex":
      return { type, pattern: compilePattern(value) };
    case "any":
      return { type };
  }
}

function parseModeOf(stored: string | null): ParseMode | undefined {
  if (stored === null) return undefined;
  if (stored === "HTML" || stored === "MarkdownV2" || stored === "Markdown") return stored;
  throw new TextFault(`There is no parse mode "${stored}".`);
}
