import { type ChartData, chartHeight, roundUp, step } from "./chart";
import { ChartFrame, type FrameTexts, Slots } from "./chart-frame";

interface LineChartProps {
  data: ChartData;
  label: string;
  texts: FrameTexts;
}

/** Lines with gaps where nothing is known. */
export function LineChart({ data, label, texts }: LineChartProps) {
  const { series } = data;
  const most = roundUp(Math.max(...series.flatMap(({ values }) => values.map((value) => value ?? 0))));
  return (
    <ChartFrame data={data} label={label} most={most} texts={texts}>
      {series.map(({ name, stroke, values }) => (
        <path
          key={name}
          d={pathOf(values, most)}
          fill="none"
          strokeWidth={2}
          strokeLinecap="round"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
          className={stroke}
        />
      ))}
      <Slots data={data} />
    </ChartFrame>
  );
}

/** A lone point between two gaps becomes a short stroke, or nobody would see it. */
function pathOf(values: readonly (number | null)[], most: number): string {
  const pieces: string[] = [];
  let drawing = false;
  for (const [i, value] of values.entries()) {
    if (value === null) {
      drawing = false;
      continue;
    }
    const y = (chartHeight - (value / most) * chartHeight).toFixed(2);
    const x = i * step + step / 2;
    const alone = !drawing && (values[i + 1] ?? null) === null;
    pieces.push(drawing ? `L${x} ${y}` : `M${alone ? x - 2 : x} ${y}`);
    if (alone) pieces.push(`L${x + 2} ${y}`);
    drawing = true;
  }
  return pieces.join("");
}
