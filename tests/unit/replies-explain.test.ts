import { afterAll, describe, expect, test } from "vitest";
import { createLogger } from "../../lib/core/log";
import { createExpressions } from "../../lib/expressions/expressions";
import { compileReplies, type ReplyRow } from "../../lib/replies/compile-replies";
import { type Explanation, explainMatch } from "../../lib/replies/explain-match";
import { Heard, type Incoming, matchReply, type SearchExpressions } from "../../lib/replies/match-reply";

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

const expressions = createExpressions(createLogger("fatal", "web"));
afterAll(() => expressions.close());
const search: SearchExpressions = (sources, text) => expressions.search(1, sources, text);

const said = (text: string, languageCode?: string): Incoming => ({
  text,
  languageCode,
  botUsername: "Bakery_bot",
});

function explain(list: readonly ReplyRow[], text: string, languageCode?: string): Promise<Explanation> {
  const replies = compileReplies(list);
  return explainMatch({ replies, count: list.length, faulty: new Set() }, said(text, languageCode), search);
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
  ])("%s", async (_name, text, language, index, misses) => {
    const explanation = await explain(rows, text, language);
    expect(explanation.match?.index ?? null).toBe(index);
    expect(explanation.tried.map(({ miss }) => miss)).toEqual(misses);
  });

  test("a command for another bot is that bot's, whatever the replies", async () => {
    const explanation = await explain([reply({})], "/start@other_bot");
    expect(explanation).toEqual({ match: null, tried: [], addressee: "other_bot" });
    expect((await explain([reply({})], "/start@bakery_BOT")).match?.index).toBe(0);
  });

  test("an expression that stands in three replies is told by the first of them", async () => {
    const list = [
      reply({ triggerType: "regex", triggerValue: "price", text: "<b>", parseMode: "HTML" }),
      reply({ triggerType: "regex", triggerValue: "price" }),
      reply({ triggerType: "regex", triggerValue: "price" }),
    ];
    const told = await explain(list, "price");
    expect(told).toMatchObject({ match: { index: 1 }, tried: [{ index: 0, miss: "faulty" }] });
  });

  test("a reply that cannot be used is passed over and named", async () => {
    const explanation = await explain([reply({ triggerType: "regex", triggerValue: "(" }), reply({})], "hi");
    expect(explanation).toMatchObject({ match: { index: 1 }, tried: [{ index: 0, miss: "faulty" }] });
  });

  test("it never says anything else than what the bot does", async () => {
    for (const text of ["/start", "/help", "bread", "#1", "#1234 bread", "", "/START now", "🍞"]) {
      for (const languageCode of [undefined, "ru", "ru-RU", "en"]) {
        const { reply } = await matchReply(compileReplies(rows), new Heard(said(text, languageCode)), search);
        const { match } = await explain(rows, text, languageCode);
        expect(match?.index ?? null).toBe(reply?.index ?? null);
      }
    }
  });
});
