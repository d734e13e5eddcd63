import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const doc = readFileSync(join(root, "docs/security.md"), "utf8");

/** Rows of its tables, and the tests that the last cell of each names as `folder/file: title`. */
const rows = doc
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| ---|\| shown by \|$/.test(line))
  .map((line) => {
    const cells = line.slice(2, -2).split(" | ");
    return { said: cells[0] ?? "", shownBy: [...(cells.at(-1) ?? "").matchAll(/`([\w/-]+): ([^`]+)`/g)] };
  });

test("docs/security.md says what holds in tables", () => {
  expect(rows.length).toBeGreaterThan(60);
});

test.each(rows)("what docs/security.md says of «$said» is shown by tests that there are", ({ shownBy }) => {
  expect(shownBy.length).toBeGreaterThan(0);
  for (const [, file = "", title = ""] of shownBy) {
    const path = ["test", "spec"].map((kind) => join(root, "tests", `${file}.${kind}.ts`)).find(existsSync);
    expect(path, file).toBeDefined();
    expect(readFileSync(path ?? "", "utf8")).toContain(title);
  }
});
