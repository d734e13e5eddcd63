import { z } from "zod";
import { maxOverruns } from "../data/replies";
import type { ReplyRow } from "./compile-replies";
import { countedFirst } from "./counted-first";
import { foldText } from "./keyword";
import { type Button, buttonsInput, buttonsOf } from "./reply-buttons";
import { maxTextLength, parseTemplate } from "./template";
import { TextFault } from "./text-fault";

const maxReplies = 100;

const parseModes = ["HTML", "MarkdownV2", "Markdown"] as const;

/** Control characters other than a line break and a tab: invisible, and some break what is sent. */
const control = /[^\P{Cc}\n\t]/u;

/** RE2's \\b knows a-z only, so beside a letter of another script it holds where nobody expects it. */
const boundaryBesideForeignLetter = /(?<!\\)(?:\\\\)*\\b(?=[^\p{ASCII}])|[^\p{ASCII}](?:\\\\)*\\b/u;

/** Turns a fault of a compiler into an issue of the field it belongs to. */
function tryOut(ctx: z.core.$RefinementCtx, path: PropertyKey[], compile: () => void): void {
  try {
    compile();
  } catch (error) {
    if (!(error instanceof TextFault)) throw error;
    ctx.addIssue({ code: "custom", path, message: error.message });
  }
}

const commandTrigger = z.strictObject({
  type: z.literal("command"),
  value: z
    .string({ error: "Name the command, e.g. start." })
    .trim()
    .regex(
      /^\/?[a-z0-9_]{1,32}$/i,
      "A command is 1-32 of the letters a-z, digits and underscores, e.g. start.",
    )
    .transform((value) => value.replace(/^\//, "").toLowerCase())
    .describe("With or without the slash"),
});

const keywordTrigger = z.strictObject({
  type: z.literal("keyword"),
  value: z
    .string({ error: "Give a word or a phrase." })
    .trim()
    .min(1, "Give a word or a phrase.")
    .max(256, { error: "A keyword has at most 256 characters.", abort: true })
    .refine((value) => !/\p{Cc}/u.test(value), "A keyword holds a control character: remove it.")
    .refine((value) => foldText(value) !== "", "A keyword needs at least one visible character.")
    .describe("A word or phrase anywhere in the text; case does not matter"),
});

const regexTrigger = z.strictObject({
  type: z.literal("regex"),
  value: z
    .string({ error: "Give a regular expression." })
    .min(1, "Give a regular expression.")
    .max(512, { error: "A regular expression has at most 512 characters.", abort: true })
    .refine(
      (value) => !control.test(value),
      "The expression holds a control character: write it as an escape.",
    )
    .refine(
      (value) => !boundaryBesideForeignLetter.test(value),
      "\\b sees only the letters a to z. Use a keyword trigger for words of other alphabets, or leave \\b out.",
    )
    .describe("RE2 syntax, found anywhere in the text; case does not matter unless it says (?-i)"),
});

const anyTrigger = z.strictObject({
  type: z.literal("any"),
  value: z.string().max(0, "This trigger takes no value.").nullish(),
});

/** One reply as it is sent to be stored. */
export const replyInput = z
  .strictObject({
    trigger: z.discriminatedUnion("type", [commandTrigger, keywordTrigger, regexTrigger, anyTrigger], {
      error: (issue) =>
        issue.code === "invalid_union" ? "A trigger is a command, keyword, regex or any." : undefined,
    }),
    text: z
      .string({ error: "Write the text of the reply." })
      .trim()
      .min(1, "Write the text of the reply.")
      .max(maxTextLength, { error: `Telegram takes at most ${maxTextLength} characters.`, abort: true }),
    parseMode: z.enum(parseModes, { error: "The parse mode is HTML, MarkdownV2 or Markdown." }).nullish(),
    buttons: buttonsInput.nullish(),
    language: z
      .string()
      .trim()
      .toLowerCase()
      .regex(
        /^[a-z]{2,3}(-([a-z]{2}|\d{3}|[a-z]{4}|[a-z]{4}-[a-z]{2}))?$/,
        "A language is a code such as en or pt-br.",
      )
      .nullish()
      .describe("Only for people of this language; pt is for pt-br too"),
    enabled: z.boolean().default(true),
    offReason: z.string().nullish().describe("As it was read; nothing is made of it"),
  })
  .superRefine((reply, ctx) => {
    if (control.test(reply.text)) {
      const message = "The text holds a control character that cannot be seen: remove it.";
      ctx.addIssue({ code: "custom", path: ["text"], message });
      return;
    }
    tryOut(ctx, ["text"], () => parseTemplate(reply.text, reply.parseMode ?? undefined));
  });

/** Body of PUT /bots/{id}/replies: all replies of a bot, in order. Their expressions are compiled elsewhere (assertExpressions). */
export const repliesInput = z.strictObject({
  replies: countedFirst(z.array(replyInput).max(maxReplies), ({ length }) =>
    length > maxReplies ? { message: `A bot has at most ${maxReplies} replies.` } : undefined,
  ),
});
export interface RepliesInput {
  replies: z.input<typeof replyInput>[];
}
export type Reply = z.output<typeof replyInput>;

/** A reply as REST and the screens show it; it can be sent back unchanged. */
export interface ReplyView {
  trigger: { type: ReplyRow["triggerType"]; value?: string };
  text: string;
  parseMode?: (typeof parseModes)[number];
  buttons?: readonly (readonly Button[])[];
  language?: string;
  enabled: boolean;
  /** Why Hookline, and not the bot's owner, has switched it off. */
  offReason?: string;
}

/** A reply as it is stored. */
export function toRow(reply: Reply): ReplyRow & { buttons: Button[][] | null } {
  const { trigger, text, parseMode, buttons, language, enabled } = reply;
  return {
    triggerType: trigger.type,
    triggerValue: trigger.type === "any" ? null : trigger.value,
    text,
    parseMode: parseMode ?? null,
    buttons: buttons && buttons.length > 0 ? buttons : null,
    language: language || null,
    enabled,
  };
}

/** A stored reply as it is shown. */
export function toView(row: ReplyRow & { overruns?: number }): ReplyView {
  const parseMode = parseModes.find((each) => each === row.parseMode);
  const buttons = buttonsOf(row.buttons);
  return {
    trigger: { type: row.triggerType, ...(row.triggerValue === null ? {} : { value: row.triggerValue }) },
    text: row.text,
    ...(parseMode ? { parseMode } : {}),
    ...(buttons ? { buttons } : {}),
    ...(row.language ? { language: row.language } : {}),
    enabled: row.enabled,
    ...(!row.enabled && (row.overruns ?? 0) >= maxOverruns ? { offReason: tookTooLong } : {}),
  };
}

const tookTooLong =
  "Switched off because its expression took too long for three messages. Change it, then switch the reply on.";
