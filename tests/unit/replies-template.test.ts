import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ParseMode, parseTemplate, renderTemplate, templateNames } from "../../lib/replies/template";
import { readHtml, readMarkdown, readMarkdownV2 } from "./replies-telegram-markup";

const fill = (text: string, values: Parameters<typeof renderTemplate>[1], parseMode?: ParseMode) =>
  renderTemplate(parseTemplate(text, parseMode), values);

describe("a template", () => {
  it.each([
    ["Hi {{first_name}}!", { first_name: "Ann" }, undefined, "Hi Ann!"],
    ["{{ first_name }} {{  last_name  }}", { first_name: "Ann", last_name: "Lee" }, undefined, "Ann Lee"],
    ["{{chat_id}}/{{update_id}}", { chat_id: -100123, update_id: 7 }, undefined, "-100123/7"],
    ["@{{username}} of @{{bot_username}}", { bot_username: "x_bot" }, undefined, "@ of @x_bot"],
    ["{{text}}", { text: "{{first_name}}", first_name: "Ann" }, undefined, "{{first_name}}"],
    ["{{text}}", { text: "<b>&\"'" }, undefined, "<b>&\"'"],
    ["{{text}}", { text: '<b>&"' }, "HTML", "&lt;b&gt;&amp;&quot;"],
    [
      "{{text}}",
      { text: "_*[]()~`>#+-=|{}.!\\" },
      "MarkdownV2",
      "\\_\\*\\[\\]\\(\\)\\~\\`\\>\\#\\+\\-\\=\\|\\{\\}\\.\\!\\\\",
    ],
    ["{{text}}", { text: "a_b*c`d[e]" }, "Markdown", "a\\_b\\*c\\`d\\[e]"],
    ["*{{text}}*", { text: "a_b" }, "Markdown", "*a_b*"],
    ["_{{text}}_", { text: "a_b" }, "Markdown", "_a_\\__b_"],
    ["lone { and }} stay", {}, undefined, "lone { and }} stay"],
    ["half a pair: {{text}}", { text: "\ud83d" }, undefined, "half a pair: \ufffd"],
  ] as const)("%s with %j in %s gives %s", (text, values, parseMode, result) => {
    expect(fill(text, values, parseMode)).toBe(result);
  });

  it.each([
    ["{{username}}", undefined],
    [" {{username}}\n{{last_name}} ", undefined],
    ["<b>{{username}}</b>", "HTML"],
    ['<a href="https://t.me/{{text}}">{{username}}</a>', "HTML"],
    ["*{{username}}* __{{username}}__", "MarkdownV2"],
    ["`{{username}}`", "Markdown"],
  ] as const)("that shows nothing gives an empty text (%s, %s)", (text, parseMode) => {
    expect(fill(text, { text: "x" }, parseMode)).toBe("");
  });

  it("with an unknown name is refused, naming it and all that are known", () => {
    expect(() => parseTemplate("Hi {{firstname}}", undefined)).toThrow("There is no {{firstname}}.");
    for (const name of templateNames) {
      expect(() => parseTemplate("{{ nope }}", undefined)).toThrow(`{{${name}}}`);
    }
    expect(() => parseTemplate("{{}}", "HTML")).toThrow("There is no {{}}.");
  });

  it.each([
    ["HTML", "<b>x", "<b> is never closed: add </b>."],
    ["HTML", "x</b>", "closes nothing"],
    ["HTML", "<b><i>x</b></i>", "write </i> first"],
    ["HTML", "one<br>two", "use a line break"],
    ["HTML", "<h1>x</h1>", "does not know <h1>"],
    ["HTML", "1 < 2", "write &lt;"],
    ["HTML", "<b", "not finished"],
    ["HTML", "<b>x</b", "not finished"],
    ["HTML", "<a href='{{text}}'>x</a>", "in double quotes"],
    ["HTML", '<code class="{{text}}">x</code>', "works only in <a href"],
    ["HTML", "<span>x</span>", 'class="tg-spoiler"'],
    ["HTML", "<tg-emoji>x</tg-emoji>", "emoji-id"],
    ["HTML", "a &{{text}}", "Write &amp;"],
    ["MarkdownV2", "5.00", 'Write \\. for "."'],
    ["MarkdownV2", "a-b", "Write \\-"],
    ["MarkdownV2", "Hi!", "Write \\!"],
    ["MarkdownV2", "a > b", "Write \\>"],
    ["MarkdownV2", "a | b", "Write \\|"],
    ["MarkdownV2", "*bold", "opens bold text that never ends"],
    ["MarkdownV2", "_a", "opens italic text"],
    ["MarkdownV2", "`a", "opens code"],
    ["MarkdownV2", "*a _b* c_", "never ends"],
    ["MarkdownV2", "[a](http://x", 'add ")"'],
    ["MarkdownV2", "![a](http://x)", "tg://emoji"],
    ["MarkdownV2", "\\{{text}}", "for a backslash"],
    ["MarkdownV2", "```{{text}}```", "line break between"],
    ["MarkdownV2", "```\na`b```", "backtick"],
    ["MarkdownV2", ">*a\nb*", "never ends"],
    ["Markdown", "*bold", "opens bold text"],
    ["Markdown", "[a", "opens a link"],
    ["Markdown", "[a](x", "never ends"],
    ["Markdown", "```{{text}}```", "line break between"],
  ] as const)("broken for %s is refused with a way out: %s", (parseMode, text, texts) => {
    expect(() => parseTemplate(text, parseMode)).toThrow(texts);
  });

  it.each([
    [
      "HTML",
      '<b>a</b><tg-spoiler>b</tg-spoiler><a href="tg://user?id=1">c</a><pre><code class="language-js">d</code></pre>',
    ],
    ["HTML", "<B >x</B > &nbsp; & 3 > 2 <blockquote expandable>q</blockquote>"],
    ["HTML", '<tg-emoji emoji-id="5368324170671202286">x</tg-emoji><span class="tg-spoiler">y</span>'],
    ["MarkdownV2", "*bold _italic ~struck ||spoiler|| both~ __under__ _ b*"],
    ["MarkdownV2", "[link](http://x.y/\\)) ![e](tg://emoji?id=5) ```js\nf()\n``` `a.b`"],
    ["MarkdownV2", "**>one\n>two||\n5\\.00 < 6"],
    ["Markdown", "*b* _i_ `c_*` ```\npre``` [l](http://x.y/_) a\\_b 5.00!"],
  ] as const)("whole for %s is accepted: %s", (parseMode, text) => {
    expect(renderTemplate(parseTemplate(text, parseMode), {})).toBe(text);
  });
});

describe("a text too long for Telegram", () => {
  it("is cut at 4096 UTF-16 units, and what the tenant wrote after the value stays", () => {
    expect(fill("<{{text}}>", { text: "x".repeat(5000) })).toBe(`<${"x".repeat(4094)}>`);
  });

  it("loses of its longest value first", () => {
    const result = fill("{{text}} from {{first_name}}", { text: "x".repeat(5000), first_name: "Ann" });
    expect(result).toHaveLength(4096);
    expect(result.endsWith("x from Ann")).toBe(true);
  });

  it("never ends within a surrogate pair, an escape or an entity, and keeps its markup closed", () => {
    const value = fc
      .array(fc.constantFrom("👍", "&", "<", "_", "*", "`", "\\", "a", "\n"), { minLength: 1, maxLength: 6 })
      .chain((parts) => fc.integer({ min: 300, max: 4100 }).map((times) => parts.join("").repeat(times)));
    const modes = [
      ["HTML", "<b>{{text}}</b> {{first_name}}", readHtml],
      ["MarkdownV2", "*{{text}}* _{{first_name}}_", readMarkdownV2],
      ["Markdown", "*{{text}}* _{{first_name}}_", readMarkdown],
    ] as const;
    for (const [parseMode, text, read] of modes) {
      const template = parseTemplate(text, parseMode);
      fc.assert(
        fc.property(value, value, (a, b) => {
          const result = renderTemplate(template, { text: a, first_name: b });
          expect(result.length).toBeLessThanOrEqual(4096);
          expect(/\p{Surrogate}/u.test(result)).toBe(false);
          const shown = read(result)
            .map(({ character }) => character)
            .join("");
          // Whatever is shown is a beginning of each value: nothing is torn or made up.
          const first = [...a].join("").slice(0, 20).split("\n")[0] ?? "";
          expect(shown.startsWith(first.slice(0, 8))).toBe(true);
        }),
        { numRuns: 25 },
      );
    }
  });
});
