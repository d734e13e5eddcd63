import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonText } from "../../lib/core/deep-json";
import { deepJson } from "../support/odd-values";

test.each([
  ["lists", deepJson(1_000_000)],
  ["objects", deepJson(600_000, '{"a":', "}").replace(":}", ":1}")],
  ["both", deepJson(600_000, '[1,{"a":', ',"b":[]}]').replace(":,", ':"\\u0000\\ud800",')],
])("a megabyte of nested %s is written as it was read", (_what, text) => {
  expect(jsonText(JSON.parse(text)) === text).toBe(true);
});

test("whatever JSON says is written the same below any number of levels", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const deep = `${"[".repeat(20_000)}${JSON.stringify(value)}${"]".repeat(20_000)}`;
      expect(jsonText(JSON.parse(deep)) === deep).toBe(true);
    }),
    { numRuns: 30 },
  );
});
