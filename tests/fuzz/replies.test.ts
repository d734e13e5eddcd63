import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readReplies } from "../../lib/replies/read-replies";
import { repliesInput } from "../../lib/replies/reply-schemas";
import { tryReplies, tryRepliesInput } from "../../lib/replies/try-replies";
import { type RestSystem, type RestTenant, startRestSystem } from "../integration/rest-client";
import { hostileExpressions } from "../support/hostile";
import { longestTurn } from "../support/processor-time";
import { until } from "../support/system";
import { untilTimeIsUp } from "./fuzz-time";

/** So long, in processor time, the thread that hears every tenant's webhooks may be with one of them. */
const maxMs = 100;

const atoms = [
  ...[
    "a",
    "b",
    "k",
    "ß",
    "İ",
    "я",
    "😀",
    ".",
    "^",
    "$",
    "\\b",
    "\\B",
    "\\d",
    "\\w",
    "\\W",
    "\\s",
    "\\S",
    "(?i)",
    "(?s).",
  ],
  ...[
    "[ab]",
    "[^a]",
    "[!-#]",
    "[a-z]",
    "[^\\pL]",
    "\\pL",
    "\\PL",
    "\\p{Greek}",
    "[\\pL\\pN\\pS]",
    "\\x{1F600}",
    "",
    "|",
  ],
];
const repeats = ["*", "+", "?", "*?", "??", "{2}", "{0,3}", "{1,20}", "{0,100}", "{0,248}", "{5,}", "{1000}"];

const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    { weight: 4, arbitrary: fc.constantFrom(...atoms) },
    { weight: 3, arbitrary: fc.array(tie("pattern"), { maxLength: 8 }).map((parts) => parts.join("")) },
    {
      weight: 1,
      arbitrary: fc.array(tie("pattern"), { maxLength: 8 }).map((parts) => `(${parts.join("|")})`),
    },
    {
      weight: 4,
      arbitrary: fc
        .tuple(tie("pattern"), fc.constantFrom(...repeats))
        .map(([part, repeat]) => (part.length > 1 ? `(?:${part})${repeat}` : `${part}${repeat}`)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(tie("pattern"), fc.integer({ min: 2, max: 60 })).map(([part, n]) => part.repeat(n)),
    },
    { weight: 1, arbitrary: fc.constantFrom(...hostileExpressions) },
  ),
}));
const expression = pattern.map((source) => source.slice(0, 512) || "a");

const letters = [
  "a",
  "b",
  "c",
  "k",
  "!",
  "#",
  " ",
  "\n",
  "ß",
  "İ",
  "я",
  "\u0345",
  "\u0301",
  "\ufdfa",
  "😀",
  "{",
  "<",
  "_",
  "*",
  "`",
];
/** A message of a few letters, at random or over and over. */
const message = fc
  .record({
    some: fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 6 }),
    atRandom: fc.boolean(),
    length: fc.constantFrom(20, 500, 4096),
  })
  .map(({ some, atRandom, length }) => {
    const letter = (at: number) =>
      some[atRandom ? Math.floor(Math.random() * some.length) : at % some.length];
    return Array.from({ length }, (_, at) => letter(at))
      .join("")
      .slice(0, length);
  });

const text = fc.oneof(
  fc.constant("ok"),
  fc
    .constantFrom(...letters, "{{text}}", "{{ ", "[a](", "<b>", "||", "\\")
    .chain((piece) => fc.constant(piece.repeat(512))),
);
const reply = fc.record(
  {
    trigger: fc.oneof(
      { weight: 6, arbitrary: expression.map((value) => ({ type: "regex", value })) },
      { weight: 1, arbitrary: message.map((value) => ({ type: "keyword", value: value.slice(0, 256) })) },
    ),
    text,
    parseMode: fc.constantFrom("HTML", "MarkdownV2", "Markdown"),
  },
  { requiredKeys: ["trigger", "text"] },
);
const list = fc.oneof(
  { weight: 5, arbitrary: fc.array(reply, { minLength: 1, maxLength: 6 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(reply, fc.integer({ min: 7, max: 100 }))
      .map(([one, n]) => Array.from({ length: n }, () => one)),
  },
);

let rest: RestSystem;
beforeAll(async () => {
  rest = await startRestSystem();
});
afterAll(() => rest.close());

async function botOf(tenant: RestTenant) {
  const { bot, telegramId } = await rest.register(tenant.ctx, { mode: "webhook" });
  const sent = () =>
    rest.simulator.calls(telegramId, 0).filter(({ method }) => method === "sendMessage").length;
  const say = (texts: string) =>
    rest.simulator.sendMessage(telegramId, { chat_id: 1, text: texts }).update_id ?? 0;
  return { id: bot.id, path: `/bots/${bot.id}`, sent, say };
}

test("no replies, tried, dry run, read from a file or answering, keep another tenant's webhook waiting", async () => {
  const [mallory, ada] = [await rest.restTenant(), await rest.restTenant()];
  const [attacker, bot] = [await botOf(mallory), await botOf(ada)];
  await ada.call("PUT", `${bot.path}/replies`, { replies: [{ trigger: { type: "any" }, text: "hi" }] });
  const property = fc.asyncProperty(list, message, async (given, texts) => {
    const replies = [...given, { trigger: { type: "any" }, text: "else" }];
    const { longestMs } = await longestTurn(async () => {
      const answered = bot.sent() + 1;
      bot.say("hello");
      await mallory.call("PUT", `${attacker.path}/replies`, { replies });
      const updateId = attacker.say(texts);
      const path = `${attacker.path}/updates/${updateId}`;
      const read = repliesInput.safeParse({ replies });
      const input = tryRepliesInput.safeParse({ replies, text: texts });
      await Promise.all([
        until("the other tenant's answer", () => bot.sent() === answered),
        until("the outcome", async () => (await mallory.call("GET", path)).body.state === "handled"),
        read.success && readReplies(mallory.ctx, read.data).catch(expected),
        input.success && tryReplies(mallory.ctx, { botId: attacker.id, ...input.data }),
      ]);
      expect((await mallory.call("POST", `${path}/replay`, { dryRun: true })).status).toBe(200);
    });
    expect(longestMs).toBeLessThan(maxMs);
  });
  await fc.assert(property, untilTimeIsUp);
});

/** What a list may be refused for; all else is a fault of ours. */
function expected(error: unknown): void {
  expect(error).toMatchObject({ code: "invalid_input" });
}
