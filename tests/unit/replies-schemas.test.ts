import { describe, expect, it } from "vitest";
import { z } from "zod";
import { starterReplies } from "../../lib/bots/starter-replies";
import { languages } from "../../lib/i18n/language";
import { compileReplies } from "../../lib/replies/compile-replies";
import { type Reply, repliesInput, toRow, toView } from "../../lib/replies/reply-schemas";
import { processorMs } from "../support/processor-time";

const any = { trigger: { type: "any" }, text: "ok" };
const parse = (reply: unknown) => repliesInput.parse({ replies: [reply] }).replies[0];
const issuesOf = (input: unknown) =>
  (repliesInput.safeParse(input).error?.issues ?? []).map(({ path, message }) => ({
    path: path.join("."),
    message,
  }));
const withButtons = (buttons: unknown) => ({ ...any, buttons });

describe("replies that are saved", () => {
  it("are switched on unless they say otherwise, and trimmed", () => {
    expect(parse({ ...any, text: "  hello \n" })).toMatchObject({ text: "hello", enabled: true });
    expect(parse({ ...any, enabled: false })?.enabled).toBe(false);
  });

  it.each([
    [
      { type: "command", value: "/Start" },
      { type: "command", value: "start" },
    ],
    [
      { type: "keyword", value: " price " },
      { type: "keyword", value: "price" },
    ],
    [
      { type: "regex", value: "^a+$" },
      { type: "regex", value: "^a+$" },
    ],
    [{ type: "any" }, { type: "any" }],
    [
      { type: "any", value: "" },
      { type: "any", value: "" },
    ],
  ])("take the trigger %j", (given, taken) => {
    expect(parse({ ...any, trigger: given })?.trigger).toEqual(taken);
  });

  it.each([
    [[{ text: "A", url: "https://x.y" }], [[{ text: "A", url: "https://x.y" }]]],
    [[[{ text: "A", callback: "/help" }]], [[{ text: "A", callback: "/help" }]]],
    [
      [
        { text: "A", callback_data: "a" },
        { text: "B", callbackData: "b" },
      ],
      [[{ text: "A", callback: "a" }], [{ text: "B", callback: "b" }]],
    ],
    [
      [
        [
          { text: "A", url: "tg://user?id=1" },
          { text: "B", callback: "b" },
        ],
        { text: "C", callback: "c" },
      ],
      [
        [
          { text: "A", url: "tg://user?id=1" },
          { text: "B", callback: "b" },
        ],
        [{ text: "C", callback: "c" }],
      ],
    ],
    [[], []],
  ])("take the buttons %j as rows", (given, rows) => {
    expect(parse(withButtons(given))?.buttons).toEqual(rows);
  });

  it("come back from their stored form as they were sent", () => {
    const sent = {
      trigger: { type: "command" as const, value: "start" },
      text: "*Hi* {{first_name}}",
      parseMode: "MarkdownV2" as const,
      buttons: [[{ text: "A", callback: "/help" }], [{ text: "B", url: "https://x.y" }]],
      language: "pt-br",
      enabled: false,
    };
    const reply = parse(sent);
    expect(reply && toView(toRow(reply))).toEqual(sent);
    const bare = parse(any);
    expect(bare && toView(toRow(bare))).toEqual({ ...any, enabled: true });
  });

  it.each<[name: string, reply: unknown, path: string, texts: string]>([
    [
      "no trigger type",
      { ...any, trigger: { type: "magic" } },
      "trigger.type",
      "command, keyword, regex or any",
    ],
    ["no command", { ...any, trigger: { type: "command" } }, "trigger.value", "Name the command"],
    ["bad command", { ...any, trigger: { type: "command", value: "héllo" } }, "trigger.value", "1-32"],
    [
      "long command",
      { ...any, trigger: { type: "command", value: "a".repeat(33) } },
      "trigger.value",
      "1-32",
    ],
    ["empty keyword", { ...any, trigger: { type: "keyword", value: "  " } }, "trigger.value", "Give a word"],
    [
      "invisible keyword",
      { ...any, trigger: { type: "keyword", value: "\u200b" } },
      "trigger.value",
      "visible",
    ],
    [
      "long keyword",
      { ...any, trigger: { type: "keyword", value: "a".repeat(257) } },
      "trigger.value",
      "256",
    ],
    [
      "control character in a keyword",
      { ...any, trigger: { type: "keyword", value: "a\u0007b" } },
      "trigger.value",
      "control character",
    ],
    [
      "a border beside a letter that the engine does not know",
      { ...any, trigger: { type: "regex", value: "\\bпривет\\b" } },
      "trigger.value",
      "letters a to z",
    ],
    ["long regex", { ...any, trigger: { type: "regex", value: "a".repeat(513) } }, "trigger.value", "512"],
    ["any with a value", { ...any, trigger: { type: "any", value: "x" } }, "trigger.value", "no value"],
    ["no text", { trigger: { type: "any" } }, "text", "Write the text"],
    ["blank text", { ...any, text: " \n " }, "text", "Write the text"],
    ["long text", { ...any, text: "x".repeat(4097) }, "text", "4096"],
    ["control character in the text", { ...any, text: "a\u0000b" }, "text", "control character"],
    ["carriage return in the text", { ...any, text: "a\rb" }, "text", "control character"],
    [
      "unknown name",
      { ...any, text: "{{firstname}}" },
      "text",
      "There is no {{firstname}}. Known are {{first_name}}",
    ],
    ["broken HTML", { ...any, text: "<b>x", parseMode: "HTML" }, "text", "add </b>"],
    ["broken MarkdownV2", { ...any, text: "5.00", parseMode: "MarkdownV2" }, "text", "\\."],
    ["unknown parse mode", { ...any, parseMode: "BBCode" }, "parseMode", "HTML, MarkdownV2 or Markdown"],
    ["bad language", { ...any, language: "Portuguese" }, "language", "pt-br"],
    ["unknown field", { ...any, colour: "red" }, "", "colour"],
    [
      "button without text",
      withButtons([{ url: "https://x.y" }]),
      "buttons.0",
      "{text, url} or {text, callback}",
    ],
    ["button that is nothing", withButtons(["x"]), "buttons.0", "{text, url} or {text, callback}"],
    [
      "button with an empty text",
      withButtons([{ text: " ", url: "https://x.y" }]),
      "buttons.0.text",
      "needs a text",
    ],
    [
      "button with a long text",
      withButtons([{ text: "x".repeat(65), url: "https://x.y" }]),
      "buttons.0.text",
      "64",
    ],
    [
      "button with a name in it",
      withButtons([{ text: "{{first_name}}", url: "https://x.y" }]),
      "buttons.0.text",
      "not in buttons",
    ],
    ["button that does nothing", withButtons([{ text: "A" }]), "buttons.0", "either a url or a callback"],
    [
      "button that does two things",
      withButtons([[{ text: "A", url: "https://x.y", callback: "a" }]]),
      "buttons.0.0",
      "either",
    ],
    [
      "javascript address",
      withButtons([{ text: "A", url: "javascript:alert(1)" }]),
      "buttons.0.url",
      "https://",
    ],
    [
      "address with a blank",
      withButtons([{ text: "A", url: "https://x.y/a b" }]),
      "buttons.0.url",
      "no blanks",
    ],
    ["long callback", withButtons([[{ text: "A", callback: "é".repeat(33) }]]), "buttons.0.0.callback", "66"],
    ["empty callback", withButtons([{ text: "A", callback: "" }]), "buttons.0.callback", "needs a text"],
    ["empty row", withButtons([[]]), "buttons.0", "A row needs"],
    [
      "long row",
      withButtons([Array.from({ length: 9 }, () => ({ text: "A", callback: "a" }))]),
      "buttons.0",
      "8",
    ],
    [
      "too many buttons",
      withButtons(Array.from({ length: 101 }, () => ({ text: "A", callback: "a" }))),
      "buttons",
      "100",
    ],
  ])("are refused with the place and a way out: %s", (_name, reply, path, texts) => {
    const issues = issuesOf({ replies: [reply] });
    expect(issues.map((issue) => issue.path)).toContain(path === "" ? "replies.0" : `replies.0.${path}`);
    expect(issues.map(({ message }) => message).join(" ")).toContain(texts);
  });

  it("are at most a hundred, and what Hookline says of one that it switched off may be sent back", () => {
    expect(issuesOf({ replies: Array.from({ length: 101 }, () => any) })[0]?.message).toContain("100");
    const row = { ...toRow({ ...any, enabled: false } as Reply), overruns: 3 };
    const seen = toView(row);
    expect(seen.offReason).toContain("took too long for three messages");
    const sent = parse(seen);
    expect(sent && toView(toRow(sent))).toEqual({ ...any, enabled: false });
    expect(toView({ ...row, enabled: true }).offReason).toBeUndefined();
  });

  it("that are far too many, too long or nonsense are refused without being looked at one by one", () => {
    const regex = (value: string) => ({ ...any, trigger: { type: "regex", value } });
    const bodies = [
      { replies: Array.from({ length: 100_000 }, () => ({})) },
      { replies: [{ ...any, buttons: Array.from({ length: 150_000 }, () => "x") }] },
      { replies: [{ ...any, buttons: [Array.from({ length: 150_000 }, () => "x")] }] },
      { replies: [regex("\\pL".repeat(250_000)), regex("я\\".repeat(250_000))] },
      { replies: [{ ...any, trigger: { type: "keyword", value: "\ufdfa\u0345\u0301".repeat(150_000) } }] },
      { replies: [{ ...any, text: "{{ ".repeat(300_000) }] },
      { replies: [{ ...any, text: "<b>".repeat(300_000), parseMode: "HTML" }] },
    ];
    for (const body of bodies) {
      const took = processorMs(() => expect(issuesOf(body)).not.toEqual([]));
      expect(took, JSON.stringify(body).slice(0, 60)).toBeLessThan(100);
    }
  });

  it("are described by a JSON schema for the OpenAPI document", () => {
    const schema = JSON.stringify(z.toJSONSchema(repliesInput, { io: "input" }));
    for (const name of ["trigger", "parseMode", "callback", "language"])
      expect(schema).toContain(`"${name}"`);
  });
});

describe("a new bot's replies", () => {
  it("answer /start and /help, whatever the bot is called, and can be saved again as they are", () => {
    const names = ["Shop", "{{text}}", "<b>*_", "\u0000"];
    for (const rows of languages.flatMap((language) => names.map((name) => starterReplies(name, language)))) {
      for (const reply of compileReplies(rows)) expect(reply.template).toBeDefined();
      const { replies } = repliesInput.parse({ replies: rows.map(toView) });
      expect(replies.map(({ trigger }) => trigger)).toEqual([
        { type: "command", value: "start" },
        { type: "command", value: "help" },
      ]);
    }
  });
});
