import { expect, it } from "vitest";
import { cn } from "../../components/ui/cn";

it.each([
  ["a later corner", ["rounded-md bg-sunken", "size-9 rounded-full"], "bg-sunken size-9 rounded-full"],
  ["one corner alone", ["rounded-md", "rounded-t-xl"], "rounded-md rounded-t-xl"],
  ["a later colour of text, not its size", ["text-sm text-ink-2", "text-ink"], "text-sm text-ink"],
  [
    "a later colour of a border, not its width",
    ["border border-line", "border-bad/30"],
    "border border-bad/30",
  ],
  [
    "the same under the same variant",
    ["hover:bg-sunken/60 bg-surface", "hover:bg-line"],
    "bg-surface hover:bg-line",
  ],
  ["another variant", ["text-ink", "hover:text-accent"], "text-ink hover:text-accent"],
  ["what is left out", ["flex", false, undefined, null], "flex"],
])("class names: %s", (_case, given, joined) => {
  expect(cn(...given)).toBe(joined);
});
