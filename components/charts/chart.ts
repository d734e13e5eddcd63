/** One line or layer of a chart. */
export interface Series {
  name: string;
  /** Tailwind classes of its colour: of areas, and of lines. */
  fill: string;
  stroke: string;
  /** One value a point; null where there is none. */
  values: readonly (number | null)[];
}

/** What all charts are drawn from. */
export interface ChartData {
  /** Names of the points, oldest first, as titles and tables say them. */
  labels: readonly string[];
  series: readonly Series[];
  /** Writes a value with its unit. */
  format: (value: number) => string;
}

/** The height of a chart's own space; its width is the number of points times `step`. */
export const chartHeight = 100;
export const step = 10;

/** The next number above that a person calls round: 1, 2 or 5 times a power of ten. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10) * power;
}

/** What a point's title says: its name, and each series' value. */
export function titleOf({ labels, series, format }: ChartData, index: number): string {
  const values = series.flatMap(({ name, values: all }) => {
    const value = all[index];
    return value === null || value === undefined ? [] : [`${name}: ${format(value)}`];
  });
  return [labels[index] ?? "", ...values].join("\n");
}
