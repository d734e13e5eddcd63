import { expect, test } from "vitest";
import { storageFault } from "../../lib/core/storable";

const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });

test.each([
  ["U+0000 in a text", { name: "a\0b" }, "name"],
  ["half a surrogate pair", { replies: [{ text: "\ud83d" }] }, "replies.0.text"],
  ["U+0000 in a name", { markup: { "a\0": 1 } }, "markup"],
  ["a number beyond JSON", { markup: [Number.POSITIVE_INFINITY] }, "markup.0"],
  ["a number without end", { id: 1n }, "id"],
  ["more than 64 levels", deep(66), Array(65).fill("a").join(".")],
])("%s is found where it stands", (_what, value, path) => {
  expect(storageFault(value)?.path).toBe(path);
});

test("a value that holds itself has an end", () => {
  const round: Record<string, unknown> = {};
  round.again = round;
  expect(storageFault(round)?.message).toBe("This is nested too deeply.");
});

test.each([
  [undefined],
  [null],
  ["\u{1f600}\t\u202e"],
  [{ a: [1, -0.5, true, undefined, { b: "" }] }],
  [deep(64)],
])("%o can be stored", (value) => {
  expect(storageFault(value)).toBeUndefined();
});
