import { type ChartData, chartHeight, roundUp, step, titleOf } from "./chart";
import { ChartFrame, type FrameWords } from "./chart-frame";

interface BarChartProps {
  data: ChartData;
  /** What the chart shows, for those who do not see it. */
  label: string;
  words: FrameWords;
}

/** Layers on top of each other, one bar a point. Drawn as SVG on the server; sizes are attributes, as the page's policy asks. */
export function BarChart({ data, label, words }: BarChartProps) {
  const { labels, series } = data;
  const totals = labels.map((_, i) => series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0));
  const most = roundUp(Math.max(...totals));
  return (
    <ChartFrame data={data} label={label} most={most} words={words}>
      {labels.map((name, i) => {
        let top = chartHeight;
        return (
          <g key={name} className="group">
            <title>{titleOf(data, i)}</title>
            <rect
              x={i * step}
              y={0}
              width={step}
              height={chartHeight}
              className="fill-transparent group-hover:fill-line/60"
            />
            {series.map(({ name: layer, fill, values }) => {
              const value = values[i] ?? 0;
              if (value === 0) return null;
              const height = Math.max(0.8, (value / most) * chartHeight);
              top -= height;
              return (
                <rect
                  key={layer}
                  x={i * step + 1}
                  y={top}
                  width={step - 2}
                  height={height}
                  className={fill}
                />
              );
            })}
          </g>
        );
      })}
    </ChartFrame>
  );
}
