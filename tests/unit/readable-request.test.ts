import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { unreadable } from "../../lib/web/readable-request";

/** React's own, as it runs in the browser. */
const { encodeReply } = createRequire(import.meta.url)(
  "next/dist/compiled/react-server-dom-turbopack/client.edge",
) as { encodeReply: (value: unknown) => Promise<string | FormData> };

const id = "7f".repeat(21);
const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request("http://localhost/bots", { method: "POST", body, headers });
const call = (body: BodyInit, action = id) => unreadable(post(body, { "next-action": action }));
const form = (fields: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
};

describe("what our own pages send to a server action is read", () => {
  const reply = { text: "$5 off, $$ and $undefined", buttons: [[{ text: "a" }]] };
  const state = { status: "failed", fields: { text: ["No."] }, retryAfterS: undefined };
  test.each([
    ["no argument", []],
    ["a text that looks like a token", ["$F1"]],
    ["numbers that JSON lacks", [{ a: Number.NaN, b: Number.NEGATIVE_INFINITY, c: -0, d: undefined }]],
    ["one reply in several places", [{ replies: [reply, reply, { ...reply }], buttons: reply.buttons }]],
    ["a form and the state before", [{ ...state, again: state.fields }, form({ text: "$1", "a:b": "\0" })]],
  ])("%s", async (_what, args) => {
    expect(await call(await encodeReply(args))).toBeUndefined();
  });

  test("a form sent without JavaScript, with the state it starts from or without", async () => {
    expect(await unreadable(post(form({ [`$ACTION_ID_${id}`]: "", language: "ru" })))).toBeUndefined();
    const bound = { $ACTION_REF_1: "", "$ACTION_1:0": `{"id":"${id}","bound":"$@1"}` };
    const all = { ...bound, "$ACTION_1:1": '[{"status":"idle"}]', $ACTION_KEY: "k1", email: "a@example.org" };
    expect(await unreadable(post(form(all)))).toBeUndefined();
  });
});

describe("what none of them sends is a bad request", () => {
  test.each([
    ["a date", [new Date(0)]],
    ["a number without end", [10n ** 40n]],
    ["a map", [new Map([[1, 2]])]],
    ["a promise", [Promise.resolve(1)]],
    ["bytes", [new Uint8Array(4)]],
    ["a stream", [new ReadableStream({ start: (stream) => stream.close() })]],
  ])("%s", async (_what, args) => {
    expect(await call(await encodeReply(args))).toBe(400);
  });

  test.each([
    "",
    "null",
    "{}",
    "[",
    '["$0:1"]',
    '["$0:__proto__"]',
    '["$1:a"]',
    '["$F0"]',
    '["$@0"]',
    '["$h1"]',
    '["$"]',
    `${"[".repeat(66)}${"]".repeat(66)}`,
  ])("%s", async (body) => {
    expect(await call(body)).toBe(400);
    expect(await call(form({ "0": body }))).toBe(400);
  });

  test("arguments twice, no form, an action that cannot be, and an address with U+0000", async () => {
    const twice = form({ "0": "[]" });
    twice.append("0", "[]");
    expect(await call(twice)).toBe(400);
    const broken = { "content-type": "multipart/form-data; boundary=x" };
    expect(await unreadable(post("--y", broken))).toBe(400);
    expect(await unreadable(post("--y", { ...broken, "next-action": id }))).toBe(400);
    expect(await unreadable(post("{", { "content-type": "application/json" }))).toBe(400);
    expect(await unreadable(post(form({ $ACTION_ID_x: "" })))).toBe(400);
    expect(await unreadable(post(form({ $ACTION_REF_1: "" })))).toBe(400);
    const toItself = {
      $ACTION_REF_1: "",
      "$ACTION_1:0": `{"id":"${id}","bound":"$@0"}`,
      "$ACTION_1:1": "[]",
    };
    expect(await unreadable(post(form(toItself)))).toBe(400);
    expect(await call("[]", "x")).toBe(404);
    expect(await unreadable(new Request("http://localhost/admin?search=%00"))).toBe(400);
    expect(await unreadable(new Request("http://localhost/bots/%00"))).toBe(400);
  });
});
