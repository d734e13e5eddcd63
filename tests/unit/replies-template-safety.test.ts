import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ParseMode, parseTemplate, renderTemplate, type Template } from "../../lib/replies/template";
import { readHtml, readMarkdown, readMarkdownV2, type Shown } from "./replies-telegram-markup";

const readers: Record<ParseMode, (text: string) => Shown[]> = {
  HTML: (text) => readHtml(text).flatMap(unitwise),
  MarkdownV2: readMarkdownV2,
  Markdown: readMarkdown,
};

function unitwise({ character, entities }: Shown): Shown[] {
  return Array.from({ length: character.length }, (_, i) => ({ character: character.charAt(i), entities }));
}

/** Values as rude as they come: every mark of every mode, backslashes, line breaks, emoji. */
const rude = fc
  .array(
    fc.constantFrom(
      ..."_*[]()~`>#+-=|{}.!\\<>&\"'\n a1é",
      "👍",
      "||",
      "```",
      "__",
      "&lt",
      "</b>",
      "{{text}}",
      ")](x",
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

/** Stands for a value while the expected reading is made; no text holds it. */
const standIn = "\uE000";

/**
 * What must be shown: the reading of the template with one harmless character for its value, and that
 * character then replaced by the value's own. So the value is shown whole and changes nothing around it.
 */
function expected(template: Template, parseMode: ParseMode, value: string): Shown[] {
  const reading = readers[parseMode](renderTemplate(template, { text: standIn }));
  return reading.flatMap(({ character, entities }) => {
    const around = entities.map((name) =>
      name.replaceAll(standIn, parseMode === "Markdown" ? value.replaceAll(")", "%29") : value),
    );
    if (character !== standIn) return [{ character, entities: around }];
    return unitwise({ character: value, entities: around }).map((each) =>
      parseMode === "Markdown" ? legacy(each) : each,
    );
  });
}

/** Old Markdown cannot write an entity's own end inside it: bold and italic pause, others take a look-alike. */
function legacy({ character, entities }: Shown): Shown {
  const [name] = entities;
  if ((name === "*" || name === "_") && character === name) return { character, entities: [] };
  if (name?.startsWith("`") && character === "`") return { character: "\u02CB", entities };
  if ((name === "[" || name?.startsWith("link")) && character === "]")
    return { character: "\uFF3D", entities };
  return { character, entities };
}

const templates: [ParseMode, string][] = [
  ["HTML", "{{text}}"],
  ["HTML", "<b>Hi {{text}}</b>, <i>you said <code>{{text}}</code></i>&lt;"],
  ["HTML", '<a href="https://x.y/?q={{text}}&amp;z">{{text}}</a>'],
  ["HTML", "<blockquote expandable>{{text}}</blockquote><pre>{{text}}</pre>"],
  ["MarkdownV2", "{{text}}"],
  ["MarkdownV2", "*Hi {{text}}* _{{text}}_ __{{text}}__ ~{{text}}~ ||{{text}}||"],
  ["MarkdownV2", "_{{text}}_{{text}}_{{text}}_"],
  ["MarkdownV2", "`{{text}}` ```\n{{text}}``` `a`{{text}}`b`"],
  ["MarkdownV2", "```js\n{{text}}\n```\\{\\{"],
  ["MarkdownV2", "[{{text}}](https://x.y/{{text}})"],
  ["MarkdownV2", ">quote {{text}}\n>*more {{text}}*\nafter {{text}}"],
  ["MarkdownV2", "**>folded {{text}}\n>{{text}}||"],
  ["MarkdownV2", "{{text}}{{text}}\n{{text}}"],
  ["Markdown", "{{text}}"],
  ["Markdown", "*Hi {{text}}* _{{text}}_ {{text}}*b*"],
  ["Markdown", "`{{text}}` ```\n{{text}}\n``` {{text}}`c`"],
  ["Markdown", "[{{text}}](https://x.y/{{text}}) \\{{text}}_i_"],
];

describe("a value in a template", () => {
  it.each(templates)("is shown whole and never acts as markup (%s: %s)", (parseMode, text) => {
    const template = parseTemplate(text, parseMode);
    fc.assert(
      fc.property(rude, (value) => {
        const result = renderTemplate(template, { text: value });
        if (result === "") expect(value.trim()).toBe("");
        else expect(readers[parseMode](result)).toEqual(expected(template, parseMode, value));
      }),
      { numRuns: 100 },
    );
  });

  const pieces: Record<ParseMode, string[]> = {
    HTML: [
      "<b>",
      "</b>",
      "<i>",
      "</i>",
      "</>",
      "<",
      ">",
      "&",
      "&lt;",
      '<a href="{{text}}">',
      "</a>",
      "<br>",
      '"',
      "a",
      "{{text}}",
      "\n",
    ],
    MarkdownV2: [
      "*",
      "_",
      "__",
      "~",
      "||",
      "|",
      "`",
      "```",
      "[",
      "](",
      ")",
      "!",
      ">",
      "\n",
      "\\",
      "\\.",
      ".",
      "a",
      "{{text}}",
      "é",
    ],
    Markdown: ["*", "_", "`", "```", "[", "](", ")", "\n", "\\", "\\*", "a", "{{text}}"],
  };

  it.each(["HTML", "MarkdownV2", "Markdown"] as const)(
    "%s: what is accepted when saved, Telegram accepts with any value",
    (parseMode) => {
      const source = fc.array(fc.constantFrom(...pieces[parseMode]), { minLength: 1, maxLength: 14 });
      fc.assert(
        fc.property(source, rude, (parts, value) => {
          const template = accepted(parts.join(""), parseMode);
          fc.pre(template !== undefined);
          if (!template) return;
          const result = renderTemplate(template, { text: value });
          if (result !== "") expect(readers[parseMode](result)).toEqual(expected(template, parseMode, value));
        }),
        { numRuns: 1_000, maxSkipsPerRun: 1_000 },
      );
    },
  );
});

function accepted(text: string, parseMode: ParseMode): Template | undefined {
  try {
    return parseTemplate(text, parseMode);
  } catch {
    return undefined;
  }
}
