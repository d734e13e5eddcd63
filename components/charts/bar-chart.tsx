import { type ChartData, chartHeight, roundUp, step } from "./chart";
import { ChartFrame, type FrameTexts, Slots } from "./chart-frame";

interface BarChartProps {
  data: ChartData;
  /** What the chart shows, for those who do not see it. */
  label: string;
  texts: FrameTexts;
}

/** Layers on top of each other, one bar a point and one path a layer. Drawn as SVG on the server; sizes are attributes, as the page's policy asks. */
export function BarChart({ data, label, texts }: BarChartProps) {
  const { labels, series } = data;
  const totals = labels.map((_, i) => series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0));
  const most = roundUp(Math.max(...totals));
  const tops = labels.map(() => chartHeight);
  /** The next layer of a point's bar, on top of those before. */
  const bar = (i: number, value: number): string => {
    if (value === 0) return "";
    const height = Math.max(0.8, (value / most) * chartHeight);
    const top = (tops[i] ?? chartHeight) - height;
    tops[i] = top;
    return `M${i * step + 1} ${round(top)}h${step - 2}v${round(height)}h${2 - step}z`;
  };
  return (
    <ChartFrame data={data} label={label} most={most} texts={texts}>
      {series.map(({ name, fill, values }) => (
        <path key={name} d={values.map((value, i) => bar(i, value ?? 0)).join("")} className={fill} />
      ))}
      <Slots data={data} />
    </ChartFrame>
  );
}

const round = (value: number): number => Math.round(value * 100) / 100;
