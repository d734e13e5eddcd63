import { foldText } from "./keyword";
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
  | { readonly type: "regex"; readonly source: string }
  | { readonly type: "any" };

/**
 * A reply ready for matching. Its text and buttons are read when it is to be sent for the first time: a list of a hundred
 * long ones would hold up everybody while its bot is loaded.
 */
export class CompiledReply {
  /** Its place among all replies of the bot, those switched off included. */
  readonly index: number;
  readonly trigger: Trigger;
  /** In lower case, e.g. "pt" or "pt-br"; undefined: anybody. */
  readonly language: string | undefined;
  readonly #row: ReplyRow;
  #text: Template | TextFault | undefined;
  #buttons: { rows: readonly (readonly Button[])[] | undefined } | undefined;

  constructor(row: ReplyRow, index: number) {
    this.index = index;
    this.trigger = compileTrigger(row.triggerType, row.triggerValue ?? "");
    this.language = row.language?.toLowerCase();
    this.#row = row;
  }

  /** Undefined where the stored text cannot be used, e.g. one that was saved under older rules: the reply never fits then. */
  get template(): Template | undefined {
    this.#text ??= readText(this.#row);
    return this.#text instanceof TextFault ? undefined : this.#text;
  }

  get buttons(): readonly (readonly Button[])[] | undefined {
    this.#buttons ??= { rows: buttonsOf(this.#row.buttons) };
    return this.#buttons.rows;
  }
}

/**
 * Makes a bot's replies ready for matching: once, when the bot is loaded. Replies switched off are left out.
 *
 * @param rows all replies of the bot, in order; the first that matches wins.
 */
export function compileReplies(rows: readonly ReplyRow[]): CompiledReply[] {
  return rows.flatMap((row, index) => (row.enabled ? [new CompiledReply(row, index)] : []));
}

function compileTrigger(type: ReplyRow["triggerType"], value: string): Trigger {
  switch (type) {
    case "command":
      return { type, name: value.replace(/^\//, "").toLowerCase() };
    case "keyword":
      return { type, phrase: foldText(value) };
    case "regex":
      return { type, source: value };
    case "any":
      return { type };
  }
}

function readText({ text, parseMode }: ReplyRow): Template | TextFault {
  try {
    return parseTemplate(text, parseModeOf(parseMode));
  } catch (error) {
    if (error instanceof TextFault) return error;
    throw error;
  }
}

function parseModeOf(stored: string | null): ParseMode | undefined {
  if (stored === null) return undefined;
  if (stored === "HTML" || stored === "MarkdownV2" || stored === "Markdown") return stored;
  throw new TextFault(`There is no parse mode "${stored}".`);
}
