/** One line of the table. */
export interface Row {
  what: string;
  /** In words and figures, e.g. "1.12 x". */
  measured: string;
  must: string;
  aim: string;
  met: "aim" | "must" | "no" | "";
}

export interface Goal {
  what: string;
  unit: string;
  must?: number;
  aim?: number;
  better: "higher" | "lower";
  /** Digits after the point. */
  digits?: number;
}

/** A row for a figure that has a goal; without must and aim it is told for orientation. */
export function row(goal: Goal, value: number): Row {
  const { unit, must, aim, better, digits = 1 } = goal;
  const say = (n: number | undefined) => (n === undefined ? "" : `${n.toFixed(digits)} ${unit}`.trim());
  const reaches = (limit: number | undefined) =>
    limit !== undefined && (better === "higher" ? value >= limit : value <= limit);
  const met = reaches(aim) ? "aim" : reaches(must) ? "must" : must === undefined ? "" : "no";
  return { what: goal.what, measured: say(value), must: plainer(must, unit), aim: plainer(aim, unit), met };
}

const plainer = (n: number | undefined, unit: string): string =>
  n === undefined ? "" : `${n} ${unit}`.trim();

/** A row for a promise that holds or does not. */
export function promise(what: string, holds: boolean, texts: string): Row {
  return { what, measured: texts, must: "holds", aim: "holds", met: holds ? "aim" : "no" };
}

export function markdown(rows: readonly Row[]): string {
  const lines = rows.map((r) => [r.what, r.measured, r.must, r.aim, r.met]);
  const all = [["what", "measured", "must", "aim", "met"], ...lines];
  const widths = [0, 1, 2, 3, 4].map((i) => Math.max(3, ...all.map((cells) => cells[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  const [head, ...body] = all.map(line);
  return [head, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...body].join("\n");
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
