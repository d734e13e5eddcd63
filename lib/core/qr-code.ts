import { encode } from "uqr";

/** A QR code to draw: `path` fills the dark squares of a picture that is `size` units wide, quiet zone included. */
export interface QrCode {
  size: number;
  /** An SVG path: one square a unit. */
  path: string;
}

/** ISO/IEC 18004 asks for four light squares all around. */
const quietZone = 4;

/** The QR code of a text, of medium error correction. Runs on the server: a browser gets the path alone. */
export function qrCode(text: string): QrCode {
  const { size, data } = encode(text, { ecc: "M", border: quietZone });
  const rows = data.map((row, y) => runsOf(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`));
  return { size, path: rows.flat().join("") };
}

/** Where dark squares follow each other in a row: their first place and how many they are. */
function runsOf(row: readonly boolean[]): [start: number, length: number][] {
  const runs: [number, number][] = [];
  for (const [x, dark] of row.entries()) {
    const last = runs.at(-1);
    if (!dark) continue;
    if (last && last[0] + last[1] === x) last[1] += 1;
    else runs.push([x, 1]);
  }
  return runs;
}
