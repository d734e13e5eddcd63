import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";
import { sentencesIn } from "../../lib/i18n/sentences";

const russian = sentencesIn("ru");
const root = resolve(import.meta.dirname, "../..");

/** Attributes and properties whose strings people read or hear. */
const read =
  /^(?:aria-label|aria-description|alt|title|label|placeholder|hint|description|text|never|name|sentence|heading|summary|caption|legend|empty)$/;

/** What is the same in every language: names, what one types, and the names of formats. */
const sameEverywhere =
  /^(?:h?ookline|Hookline|Telegram|BotFather|GitHub|Google|HTML|MarkdownV2|JSON|CSV|API|ID|https?:\S*|[@/#]\S*|[\d\s\p{P}\p{S}]*|%s · Hookline|\S*[_.:/@]\S*|UTC|-?[a-z][A-Za-z-]*)$/u;

/** A sentence or a title of several words, wherever in the code it stands. */
const prose = /^\p{Lu}[\p{L}']* \p{Ll}/u;

function textsOutsideOfTexts(room: string): string[] {
  const files = readdirSync(join(root, room), { recursive: true, encoding: "utf8" });
  return files
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("api/"))
    .flatMap((file) =>
      textsOf(join(root, room, file)).map(({ line, text }) => `${room}/${file}:${line} ${text}`),
    );
}

it.each(["app", "components"])("every text of the screens in %s stands in lib/i18n", (room) => {
  expect(textsOutsideOfTexts(room)).toEqual([]);
});

it("finds texts wherever a screen may keep one", () => {
  const folder = mkdtempSync(join(tmpdir(), "hookline-texts-"));
  const file = join(folder, "screen.tsx");
  writeFileSync(
    file,
    `const rows = [{ name: "Messages sent" }];
     toast.success("All is well");
     const held = [say("Kept for later"), new Error("Not for a screen")];
     export const A = ({ n }) => <p title="A title" className="p-4">Some text {n > 1 ? "Several here" : words.one}
       <code>npm run demo</code><input placeholder={\`Up to \${n}\`} /></p>;`,
  );
  try {
    expect(textsOf(file).map(({ text }) => text)).toEqual([
      "Messages sent",
      "All is well",
      "Kept for later",
      "A title",
      "Some text",
      "Several here",
      "Up to",
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function textsOf(file: string): { line: number; text: string }[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const found: { line: number; text: string }[] = [];
  const add = (node: ts.Node, text: string) => {
    const said = text.replace(/\s+/g, " ").trim();
    if (!/\p{L}/u.test(said) || sameEverywhere.test(said)) return;
    found.push({ line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, text: said });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || isCode(node) || isError(node)) return;
    if (ts.isJsxText(node)) add(node, node.text);
    if (isLiteral(node) && prose.test(textOf(node)) && russian(textOf(node)) === textOf(node)) {
      add(node, textOf(node));
    }
    const literals = isShown(node) ? literalsIn(node) : [];
    for (const literal of literals) add(literal, textOf(literal));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...new Map(found.map((each) => [`${each.line} ${each.text}`, each])).values()];
}

/** What stands in <code> is typed as it is. */
const isCode = (node: ts.Node) =>
  ts.isJsxElement(node) && /^(?:code|kbd)$/.test(node.openingElement.tagName.getText());

/** What the log says speaks English. */
const isError = (node: ts.Node) => ts.isNewExpression(node) && /Error$/.test(node.expression.getText());

/** An attribute, a property, an element's expression or a toast whose strings people read. */
function isShown(node: ts.Node): boolean {
  if (ts.isJsxAttribute(node)) return read.test(node.name.getText());
  if (ts.isPropertyAssignment(node)) return read.test(node.name.getText().replace(/["']/g, ""));
  if (ts.isJsxExpression(node)) return ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent);
  return ts.isCallExpression(node) && /^toast\./.test(node.expression.getText());
}

type Literal = ts.StringLiteral | ts.NoSubstitutionTemplateLiteral | ts.TemplateExpression;

const isLiteral = (node: ts.Node): node is Literal =>
  ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node);

/** The strings that an expression may come to: not those inside of other elements, calls or comparisons. */
function literalsIn(node: ts.Node): Literal[] {
  const found: Literal[] = [];
  const look = (inner: ts.Node): void => {
    if (isLiteral(inner)) found.push(inner);
    else if (ts.isConditionalExpression(inner)) {
      look(inner.whenTrue);
      look(inner.whenFalse);
    } else if (ts.isBinaryExpression(inner)) {
      if (/^(?:\?\?|\|\||&&|\+)$/.test(inner.operatorToken.getText())) {
        look(inner.left);
        look(inner.right);
      }
    } else if (!ts.isJsxElement(inner) && !ts.isJsxSelfClosingElement(inner) && !isFunctionOrCall(inner)) {
      ts.forEachChild(inner, look);
    }
  };
  if (ts.isCallExpression(node)) for (const argument of node.arguments) look(argument);
  else ts.forEachChild(node, look);
  return found;
}

const isFunctionOrCall = (node: ts.Node) =>
  ts.isCallExpression(node) || ts.isArrowFunction(node) || ts.isFunctionExpression(node);

function textOf(literal: Literal): string {
  if (!ts.isTemplateExpression(literal)) return literal.text;
  return [literal.head.text, ...literal.templateSpans.map((span) => span.literal.text)].join(" ");
}
