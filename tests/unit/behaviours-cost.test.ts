import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileReplies } from "../../lib/replies/compile-replies";
import { foldText } from "../../lib/replies/keyword";
import { Heard, matchReply } from "../../lib/replies/match-reply";
import { type ParseMode, parseTemplate, renderTemplate } from "../../lib/replies/template";
import { TextFault } from "../../lib/replies/text-fault";
import { processorMs } from "../support/processor-time";

/** Most milliseconds for what is done in everybody's thread, on a slow machine. */
const maxMs = 50;
const longest = 4096;
const modes: (ParseMode | undefined)[] = [undefined, "HTML", "MarkdownV2", "Markdown"];

/** As much of a piece as a text may hold, after a beginning. */
const full = (piece: string, start = "") =>
  (start + piece.repeat(Math.ceil(longest / piece.length))).slice(0, longest);

/** A reply's keywords are looked for in every message. */
const maxFoldMs = 6;

const everyCharacter = Array.from({ length: 0x20000 }, (_, point) => String.fromCodePoint(point));
/** Marks of all classes, whatever ends or begins with marks once it is taken apart or in capitals, and what is left out. */
const hostileCharacters = everyCharacter.filter(
  (character) =>
    /\p{M}|\p{Default_Ignorable_Code_Point}|\uFDFA/u.test(character) ||
    /^\p{M}|\p{M}{2}$/u.test(character.normalize("NFKD").toUpperCase()),
);
/** Their canonical order is what costs, so those of the known classes stand more often. */
const piece = fc.oneof(
  fc.constantFrom("\u0344", "\u0345", "\u0316", "\u0301", "\uff9e", "\uff9f", "\u3099", "\u0334"),
  fc.constantFrom(...hostileCharacters),
);
/** Thirty-one of a kind, held apart or not, again and again. */
const run = fc
  .record({
    character: piece,
    between: fc.constantFrom("", "\u00ad", "\u200b", "\u2060", "\ufe0f", "\ufeff", "a"),
    length: fc.constantFrom(31, 1_500, 2_500),
  })
  .map(({ character, between, length }) => full(character.repeat(31) + between).slice(0, length));

const row = (triggerType: "keyword" | "any", triggerValue: string | null) => ({
  triggerType,
  triggerValue,
  text: "ok",
  parseMode: null,
  buttons: null,
  language: null,
  enabled: true,
});

describe("whatever tenants write costs little in the thread that works for all", () => {
  it.each(modes)("to read a text with parse mode %s", (mode) => {
    const pieces = [
      ...["{", "{{ ", "{{a", "}}{{", "{{text}}", "\\", "&", "&a", "<", "<b>", "</b>", "<a ", "a=a ", 'a="'],
      ...[
        "`",
        "```",
        "``` ",
        "[",
        "[a](",
        "](",
        "!",
        "![",
        "_",
        "__",
        "||",
        "|",
        ">",
        ">a\n",
        "\n>",
        "*_~`",
        " ",
        "\n",
      ],
    ];
    const starts = ["", "{{", "<b", '<a href="', "<a b=", "</b", "&", "```", "[a](", "{{text", "\\"];
    for (const text of starts.flatMap((start) => pieces.map((piece) => full(piece, start)))) {
      const took = processorMs(() => {
        try {
          parseTemplate(text, mode);
        } catch (error) {
          if (!(error instanceof TextFault)) throw error;
        }
      });
      expect(took, text.slice(0, 20)).toBeLessThan(maxMs);
    }
  });

  it.each(modes)("to fill in the names of a text with parse mode %s, however often and long", (mode) => {
    const template = parseTemplate(full("{{text}}"), mode);
    for (const piece of ["<", "<_", "*", "`", "\\", "é", "\u{1F600}", ""]) {
      // Longer than Telegram's own texts: whoever knows a webhook's secret may post such a message.
      const took = processorMs(() => renderTemplate(template, { text: piece.repeat(500_000) }));
      expect(took, piece).toBeLessThan(maxMs);
    }
  });

  it.each([
    ["the beginnings of all of them", full("ab"), (index: number) => `${"b"}${"ab".repeat(120)}${index}`],
    ["all of them, within words", full("a"), (index: number) => "a".repeat(156 + index)],
    ["their first halves", full("a"), (index: number) => `${"a".repeat(128)}b${"a".repeat(27 + index)}`],
    ["letters that are many when they are compared", full("\ufdfa"), () => "\ufdfa".repeat(256)],
    ["marks in the wrong order", `a${full("\u0345\u0301\u0316")}`, (index: number) => `a${index}`],
    [
      "marks, the last first",
      "\u0345".repeat(1365) + "\u0301".repeat(1365) + "\u0316".repeat(1365),
      () => "a",
    ],
  ])("to look for a hundred keywords in a message that holds %s", async (_name, text, keyword) => {
    const replies = compileReplies(Array.from({ length: 100 }, (_, index) => row("keyword", keyword(index))));
    const nothing = async () => ({ verdicts: [], tooSlow: undefined });
    const took = processorMs(() => {
      void matchReply(replies, new Heard({ text, languageCode: undefined, botUsername: "x" }), nothing);
    });
    expect(took).toBeLessThan(25);
  });

  it.each([
    [
      "marks that are letters at first",
      full("\uff9e", `a${`${"\u0344".repeat(31)}\u200b`.repeat(88).slice(0, 2_800)}`),
    ],
    ["letters that become eighteen each", full("\ufdfa")],
  ])("to bring a message of %s into the form that is compared", (_name, text) => {
    expect(processorMs(() => foldText(text))).toBeLessThan(maxFoldMs);
  });

  it("to bring any message of marks, of what becomes marks and of what is left out into that form", () => {
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 3 }), (runs) => {
        const text = full(runs.join(""));
        expect(processorMs(() => foldText(text))).toBeLessThan(maxFoldMs);
      }),
      // To make a failing text smaller takes as long again for each try.
      { numRuns: 200, endOnFailure: true },
    );
  });

  it("to load a bot whose hundred texts are as long as they may be: each is read when it is sent", () => {
    const buttons = Array.from({ length: 100 }, (_, index) => [{ text: `${index}`, callback: `/${index}` }]);
    const rows = Array.from({ length: 100 }, () => ({
      ...row("any", null),
      text: full("*a* "),
      parseMode: "MarkdownV2",
      buttons,
    }));
    expect(processorMs(() => compileReplies(rows))).toBeLessThan(10);
  });
});
