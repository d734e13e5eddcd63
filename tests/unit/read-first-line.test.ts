import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { readFirstLine } from "../../lib/process/read-first-line";

const pipe = () => new PassThrough() as unknown as NodeJS.ReadStream & PassThrough;

test.each([
  ["a line", "a secret \nnot this\n", "a secret "],
  ["a line of a machine that ends lines otherwise", "a secret\r\n", "a secret"],
  ["what has no end of line", "пароль", "пароль"],
  ["an empty line", "\nnot this\n", ""],
  ["nothing", "", undefined],
])("of %s", async (_what, text, line) => {
  const input = pipe();
  input.end(text);
  expect(await readFirstLine(input, 60_000)).toBe(line);
});

test("a pipe that says nothing is given up, or waited for as long as it takes", async () => {
  expect(await readFirstLine(pipe(), 10)).toBeUndefined();
  const slow = pipe();
  const line = readFirstLine(slow);
  setTimeout(() => slow.write("at last\n"), 50);
  expect(await line).toBe("at last");
});
