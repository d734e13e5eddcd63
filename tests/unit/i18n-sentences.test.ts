import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { verdict } from "../../lib/health/verdict";
import { sentencesIn, translator } from "../../lib/i18n/sentences";
import { anyFacts } from "./health-any-facts";
import { leftOver } from "./i18n-left-over";

const root = resolve(import.meta.dirname, "../..");
const russian = sentencesIn("ru");

describe("translating a sentence", () => {
  const say = translator([
    ["It has been quiet for {span}.", "Тихо уже {span}."],
    ["{count} minutes", ({ count }) => `${count} мин`],
    ["Works by polling because {reason}.", "Работает через опрос: {reason}."],
    ["The address cannot be reached: {why}.", "Адрес недоступен: {why}."],
    ["connection refused", "соединение отклонено"],
    ["The {anything}: {why}.", "не это"],
  ]);

  it.each([
    ["It has been quiet for 5 minutes.", "Тихо уже 5 мин."],
    ["It has been quiet for a while.", "Тихо уже a while."],
    ["The address cannot be reached: connection refused.", "Адрес недоступен: соединение отклонено."],
    [
      "Works by polling because the address cannot be reached: connection refused.",
      "Работает через опрос: адрес недоступен: соединение отклонено.",
    ],
    ["Bad Request: chat not found", "Bad Request: chat not found"],
  ])("%s", (english, other) => {
    expect(say(english)).toBe(other);
  });

  it("leaves what people and Telegram write alone", () => {
    expect(russian('The last poll failed ("Bad Gateway"); Hookline keeps trying.')).toBe(
      "Последний опрос не удался («Bad Gateway»); Hookline продолжает попытки.",
    );
  });

  it("counts in Russian", () => {
    const said = [1, 3, 21, 1_250].map((count) =>
      russian(`${count.toLocaleString("en")} updates wait at Telegram and are being fetched.`),
    );
    expect(said[1]).toBe("3 обновления ждут в Telegram; мы их забираем.");
    expect(said[2]).toBe("21 обновление ждёт в Telegram; мы их забираем.");
    expect(said[3]).toBe("1\u00a0250 обновлений ждут в Telegram; мы их забираем.");
  });
});

it("every verdict there can be is said in Russian, whatever the facts", () => {
  fc.assert(
    fc.property(anyFacts, ({ facts, now }) => {
      const { sentence, fix } = verdict(facts, now);
      expect(leftOver(russian(sentence)), `${sentence} → ${russian(sentence)}`).toEqual([]);
      if (fix) expect(leftOver(russian(fix.label)), fix.label).toEqual([]);
    }),
    { numRuns: 5_000 },
  );
});

/** Rooms whose sentences reach a screen. lib/health's are put together from parts: see above. */
const speakers = [
  "app",
  ...[
    "accounts",
    "behaviours",
    "bots",
    "core",
    "doors",
    "pipeline",
    "fleet-move",
    "telegram",
    "transport",
  ].map((room) => `lib/${room}`),
  "lib/web",
];

it.each(speakers)("every sentence that %s may say on a screen or the timeline is said in Russian", (room) => {
  const files = readdirSync(join(root, room), { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !notOfScreens.test(`${room}/${name}`),
  );
  const untranslated = files.flatMap((file) =>
    sentencesOf(join(root, room, file))
      .filter((sentence) => russian(sentence) === sentence)
      .map((sentence) => `${room}/${file}: ${sentence}`),
  );
  expect(untranslated).toEqual([]);
});

/** What REST alone says, and answers without a page: they speak English. */
const notOfScreens = /^lib\/web\/(?:api\/|(?:http|pages)-server|page-refusal|pages-proxy)|^app\/api\//;

/** Calls whose sentences are read by operators and developers, not on a screen. */
const notShown = /^(?:describe|meta|rest|Error|TypeError|Overloaded|warn|info|error|debug|fatal)$/;

/**
 * Literals of a file that are sentences: several words after a capital, or a full stop at their end. Numbers
 * stand in for what varies.
 */
function sentencesOf(file: string): string[] {
  const found: string[] = [];
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && notShown.test(nameOf(node.expression))) {
      return;
    }
    const text = textOf(node);
    if (text !== undefined && isSentence.test(text)) found.push(text);
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const isSentence = /^["A-Z<\\{\d].*\s.*\.$|^[A-Z]\S*(?:\s\S+){2,}/s;

function nameOf(callee: ts.Expression): string {
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `7${literal.text}`).join("");
}
