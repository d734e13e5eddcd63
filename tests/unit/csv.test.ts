import { describe, expect, test } from "vitest";
import { csvLine } from "../../lib/core/csv";

describe("a line of CSV", () => {
  test.each([
    ["plain values", ["a", 1, null], "a,1,\r\n"],
    ["a negative number is a number", [-5], "-5\r\n"],
    ["commas, quotes and line breaks are quoted", ['a,"b"\nc'], '"a,""b""\nc"\r\n'],
    ["a formula is a text", ["=1+1"], "'=1+1\r\n"],
    ["so is one with arguments", ['=HYPERLINK("http://x","y")'], '"\'=HYPERLINK(""http://x"",""y"")"\r\n'],
    ["so are the other signs", ["+1", "-1", "@a", "\ta"], "'+1,'-1,'@a,'\ta\r\n"],
    ["also behind blanks", ["  =1"], "'  =1\r\n"],
  ] as const)("%s", (_name, values, line) => {
    expect(csvLine(values)).toBe(line);
  });
});
