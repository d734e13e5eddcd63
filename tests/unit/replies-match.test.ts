import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { createLogger } from "../../lib/core/log";
import { createExpressions } from "../../lib/expressions/expressions";
import { compileReplies, type ReplyRow } from "../../lib/replies/compile-replies";
import { foldText, PhraseSearch } from "../../lib/replies/keyword";
import { Heard, matchReply } from "../../lib/replies/match-reply";

const row = (
  triggerType: ReplyRow["triggerType"],
  triggerValue: string | null,
  more: Partial<ReplyRow> = {},
): ReplyRow => ({
  triggerType,
  triggerValue,
  text: "ok",
  parseMode: null,
  buttons: null,
  language: null,
  enabled: true,
  ...more,
});

const expressions = createExpressions(createLogger("fatal", "web"));
afterAll(() => expressions.close());

async function matched(rows: readonly ReplyRow[], text: string | undefined, languageCode?: string) {
  const heard = new Heard({ text, languageCode, botUsername: "Shop_Bot" });
  const { reply } = await matchReply(compileReplies(rows), heard, (sources, text) =>
    expressions.search(1, sources, text),
  );
  return reply?.index;
}

const holdsPhrase = (text: string, phrase: string) => new PhraseSearch(text).holds(phrase);

describe("the first reply that matches", () => {
  it.each([
    ["a command", row("command", "start"), "/start", true],
    ["a command with arguments", row("command", "start"), "/start abc", true],
    ["a command and a line break", row("command", "start"), "/start\nabc", true],
    ["a command in capitals", row("command", "start"), "/START", true],
    ["a command to this bot", row("command", "start"), "/start@shop_bot x", true],
    ["a command to another bot", row("command", "start"), "/start@other_bot", false],
    ["a longer command", row("command", "start"), "/started", false],
    ["a command in the middle", row("command", "start"), "say /start", false],
    ["a command with punctuation", row("command", "start"), "/start!", true],
    ["a path", row("command", "start"), "/start/it", false],
    ["a command glued to a foreign letter", row("command", "start"), "/startй", false],
    ["a command stored with its slash", row("command", "/Start"), "/start", true],
    ["a keyword alone", row("keyword", "price"), "price", true],
    ["a keyword in a sentence", row("keyword", "price"), "What's the PRICE, please?", true],
    ["a keyword inside a word", row("keyword", "price"), "priceless", false],
    ["a keyword before an underscore", row("keyword", "price"), "price_list", false],
    ["a phrase over a line break", row("keyword", "opening hours"), "Your opening\n  hours?", true],
    ["a word of another script", row("keyword", "цена"), "Какая ЦЕНА?", true],
    ["inside a word of another script", row("keyword", "цена"), "оценана", false],
    ["composed and decomposed letters", row("keyword", "café"), "the cafe\u0301 here", true],
    ["a base letter under a combining mark", row("keyword", "cafe"), "the cafe\u0301 here", false],
    ["full-width letters", row("keyword", "price"), "ＰＲＩＣＥ", true],
    ["sharp s", row("keyword", "straße"), "Welche STRASSE?", true],
    ["final sigma", row("keyword", "οδός"), "ΟΔΌΣ 5", true],
    ["dotted capital I", row("keyword", "istanbul"), "İSTANBUL'da", true],
    ["a typographic apostrophe", row("keyword", "what's up"), "what’s up", true],
    ["a phrase without spaces in Chinese", row("keyword", "价格"), "请问价格多少", true],
    ["a keyword ending in signs", row("keyword", "c++"), "I like C++!", true],
    ["an emoji", row("keyword", "❤"), "love❤️you", true],
    ["a regular expression", row("regex", "^order #\\d+"), "Order #55 please", true],
    ["a regular expression that asks for case", row("regex", "(?-i)Order"), "order", false],
    ["a regular expression, no match", row("regex", "^\\d+$"), "12a", false],
    ["any, with text", row("any", null), "whatever", true],
    ["any, without text", row("any", null), undefined, true],
    ["any, but a command to another bot", row("any", null), "/help@other_bot", false],
    ["a keyword, without text", row("keyword", "x"), undefined, false],
    ["switched off", row("any", null, { enabled: false }), "x", false],
  ])("%s", async (_name, reply, text, expected) => {
    expect(await matched([reply], text)).toBe(expected ? 0 : undefined);
  });

  it("wins in the tenant's order and keeps its place in the list", async () => {
    const rows = [
      row("command", "a"),
      row("keyword", "b", { enabled: false }),
      row("keyword", "b"),
      row("any", null),
    ];
    expect(await matched(rows, "b")).toBe(2);
    expect(await matched(rows, "/a b")).toBe(0);
    expect(await matched(rows, "c")).toBe(3);
  });

  it.each([
    ["pt", "pt", true],
    ["pt", "pt-br", true],
    ["pt", "pt_BR", true],
    ["pt-br", "pt-BR", true],
    ["pt-br", "pt", false],
    ["pt", "ptx", false],
    ["pt", undefined, false],
    [null, "de", true],
    [null, undefined, true],
  ])("for language %s is for a person with %s: %s", async (language, spoken, expected) => {
    expect(await matched([row("any", null, { language })], "x", spoken)).toBe(expected ? 0 : undefined);
  });

  it("is found although another stored reply can no longer be used", async () => {
    const rows = [
      row("regex", "(a"),
      row("any", null, { text: "{{nope}}" }),
      row("regex", "x", { text: "<b>", parseMode: "HTML" }),
      row("regex", "x"),
    ];
    expect(await matched(rows, "x")).toBe(3);
  });
});

describe("a regular expression", () => {
  it("looks at the first 4096 characters only", async () => {
    expect(await matched([row("regex", "end$")], `${"x".repeat(4096)}end`)).toBeUndefined();
    expect(await matched([row("regex", "b$")], `${"x".repeat(4095)}b${"c".repeat(9)}`)).toBe(0);
  });

  it("is not looked for where a reply before it answers, or its own people speak another language", async () => {
    const asked: string[] = [];
    const rows = [row("regex", "a", { language: "ru" }), row("keyword", "hi"), row("regex", "b")];
    const { reply } = await matchReply(
      compileReplies(rows),
      new Heard({ text: "hi", languageCode: "en", botUsername: "x" }),
      async (sources) => {
        asked.push(...sources);
        return { verdicts: sources.map(() => "found"), tooSlow: undefined };
      },
    );
    expect([reply?.index, asked]).toEqual([1, []]);
  });

  it("that had no time lets the replies after it answer, and says so", async () => {
    const rows = [row("regex", "a"), row("regex", "b"), row("regex", "c"), row("keyword", "hi")];
    const heard = new Heard({ text: "hi", languageCode: undefined, botUsername: "x" });
    const { reply, tooSlow, unread } = await matchReply(compileReplies(rows), heard, async () => ({
      verdicts: ["slow", "unread", "absent"],
      tooSlow: 0,
    }));
    expect([reply?.index, tooSlow?.index, unread]).toEqual([3, 0, 1]);
  });
});

describe("a keyword", () => {
  const letters = fc.string({ unit: fc.constantFrom(..."abcдёßİéΣ"), minLength: 1, maxLength: 8 });
  const border = fc.constantFrom(" ", ", ", "!", "\n", " - ", "👍", "(");

  it("is found between borders, in any case and composition", () => {
    fc.assert(
      fc.property(letters, border, border, (word, before, after) => {
        for (const shown of [word, word.toUpperCase(), word.normalize("NFD")]) {
          expect(holdsPhrase(foldText(`x${before}${shown}${after}y`), foldText(word))).toBe(true);
        }
      }),
    );
  });

  it("is not found inside a longer word", () => {
    fc.assert(
      fc.property(letters, fc.constantFrom("x", "9", "_", "ж"), (word, letter) => {
        expect(holdsPhrase(foldText(`${letter}${word}`), foldText(word))).toBe(false);
        expect(holdsPhrase(foldText(`${word}${letter}`), foldText(word))).toBe(false);
      }),
    );
  });

  it("folds to a form that folding leaves alone", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
      { numRuns: 2_000 },
    );
  });
});
