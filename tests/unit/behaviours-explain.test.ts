import { describe, expect, test } from "vitest";
import { compileReplies, type ReplyRow } from "../../lib/behaviours/compile-replies";
import { type Explanation, explainMatch } from "../../lib/behaviours/explain-match";
import { matchReply } from "../../lib/behaviours/match-reply";

const reply = (change: Partial<ReplyRow>): ReplyRow => ({
  triggerType: "any",
  triggerValue: null,
  text: "yes",
  parseMode: null,
  buttons: null,
  language: null,
  enabled: true,
  ...change,
});

const rows: ReplyRow[] = [
  reply({ triggerType: "command", triggerValue: "start", language: "ru" }),
  reply({ triggerType: "command", triggerValue: "start" }),
  reply({ triggerType: "keyword", triggerValue: "bread" }),
  reply({ triggerType: "regex", triggerValue: "#\\d{4}", enabled: false }),
  reply({ triggerType: "regex", triggerValue: "#\\d{4}" }),
];

function explain(list: readonly ReplyRow[], text: string, languageCode?: string): Explanation {
  const incoming = { text, languageCode, botUsername: "Bakery_bot" };
  return explainMatch(compileReplies(list), list.length, incoming);
}

describe("why a message gets the reply it gets", () => {
  test.each<[string, string, string | undefined, number | null, string[]]>([
    ["the first command fits, and the language", "/start", "ru", 0, []],
    ["an earlier reply speaks another language", "/start", "en", 1, ["language"]],
    ["a word is in it", "Fresh BREAD?", undefined, 2, ["command", "command"]],
    [
      "a reply that is switched off is no answer",
      "#1042",
      undefined,
      4,
      ["command", "command", "keyword", "off"],
    ],
    ["nothing fits", "hello", undefined, null, ["command", "command", "keyword", "off", "regex"]],
  ])("%s", (_name, text, language, index, misses) => {
    const explanation = explain(rows, text, language);
    expect(explanation.match?.index ?? null).toBe(index);
    expect(explanation.tried.map(({ miss }) => miss)).toEqual(misses);
  });

  test("a command for another bot is that bot's, whatever the replies", () => {
    const explanation = explain([reply({})], "/start@other_bot");
    expect(explanation).toEqual({ match: null, tried: [], addressee: "other_bot" });
    expect(explain([reply({})], "/start@bakery_BOT").match?.index).toBe(0);
  });

  test("a reply that cannot be used is passed over and named", () => {
    const explanation = explain([reply({ triggerType: "regex", triggerValue: "(" }), reply({})], "hi");
    expect(explanation).toMatchObject({ match: { index: 1 }, tried: [{ index: 0, miss: "faulty" }] });
  });

  test("it never says anything else than what the bot does", () => {
    for (const text of ["/start", "/help", "bread", "#1", "#1234 bread", "", "/START now", "🍞"]) {
      for (const languageCode of [undefined, "ru", "ru-RU", "en"]) {
        const incoming = { text, languageCode, botUsername: "Bakery_bot" };
        const real = matchReply(compileReplies(rows), incoming)?.index ?? null;
        expect(explain(rows, text, languageCode).match?.index ?? null).toBe(real);
      }
    }
  });
});
