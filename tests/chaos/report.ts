import { type Outcome, passed } from "./scenario";

/** One scenario's run: what it found, or the error that broke it off. */
export interface Row {
  name: string;
  seconds: number;
  result: Outcome | Error;
}

const columns = ["scenario", "updates", "lost", "doubled", "held", "order", "seconds", "", ""] as const;

/** The table that the runner prints. "held": handled twice because a killed process held them. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { result } = row;
    if (result instanceof Error)
      return [row.name, "-", "-", "-", "-", "-", String(row.seconds), "FAILED", result.message.slice(0, 200)];
    const { updates, lost, doubled, heldTwice, retried, orderBreaks, notes } = result;
    const held = retried === 0 ? "0" : `${heldTwice} of ${retried}`;
    const counts = [updates, lost, doubled, held, orderBreaks, row.seconds].map(String);
    return [row.name, ...counts, passed(result) ? "ok" : "FAILED", notes.join("; ")];
  });
  const all = [[...columns], ...lines];
  const widths = columns.map((_, i) => Math.max(...all.map((line) => line[i]?.length ?? 0)));
  return all
    .map((line) =>
      line
        .map((cell, i) => (i === 0 || i > 6 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** What went wrong in a row, a line each; empty where it passed. */
export function failures({ name, result }: Row): string {
  if (result instanceof Error) return `  ${name} broke off: ${result.stack ?? result.message}\n`;
  if (passed(result)) return "";
  return [...result.faults, ...result.problems].map((line) => `  ${line}\n`).join("");
}
