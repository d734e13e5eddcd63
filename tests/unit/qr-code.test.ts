import { encode } from "uqr";
import { expect, test } from "vitest";
import { qrCode } from "../../lib/core/qr-code";

/** The squares that a path fills. */
function squaresOf({ size, path }: { size: number; path: string }): boolean[][] {
  const grid = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    grid[Number(y)]?.fill(true, Number(x), Number(x) + Number(length));
  }
  return grid;
}

test.each([
  "https://t.me/weather_bot",
  "x",
  "otpauth://totp/Hookline:ada?secret=JBSWY3DPEHPK3PXP&issuer=Hookline",
])("the path of %s fills the dark squares and no other, with four light ones around", (text) => {
  const code = qrCode(text);
  const squares = squaresOf(code);
  expect(squares).toEqual(encode(text, { ecc: "M", border: 4 }).data);
  const edge = [
    ...squares.slice(0, 4),
    ...squares.slice(-4),
    ...squares.map((row) => [...row.slice(0, 4), ...row.slice(-4)]),
  ];
  expect(edge.flat()).not.toContain(true);
});
