import type { ReactNode } from "react";
import { type ChartData, chartHeight, step, titleOf } from "./chart";

export interface FrameTexts {
  /** What stands under the left and the right end. */
  from: string;
  to: string;
  table: string;
  time: string;
}

interface ChartFrameProps {
  data: ChartData;
  label: string;
  /** The value at the top. */
  most: number;
  texts: FrameTexts;
  children: ReactNode;
}

/** A chart's axes, its names of colours, and the same as a table for whoever reads rather than sees. */
export function ChartFrame({ data, label, most, texts, children }: ChartFrameProps) {
  const { labels, series, format } = data;
  return (
    <figure>
      <div className="relative">
        <span className="absolute top-0 left-0 rounded bg-surface/80 pr-1 text-2xs text-ink-3" data-numeric>
          {format(most)}
        </span>
        <svg
          role="img"
          aria-label={label}
          viewBox={`0 0 ${labels.length * step} ${chartHeight}`}
          preserveAspectRatio="none"
          className="h-32 w-full border-line border-b"
        >
          <line
            x1={0}
            x2={labels.length * step}
            y1={chartHeight / 2}
            y2={chartHeight / 2}
            vectorEffect="non-scaling-stroke"
            strokeDasharray="3 4"
            className="stroke-line"
          />
          {children}
        </svg>
      </div>
      <div className="mt-1.5 flex justify-between text-2xs text-ink-3" data-numeric>
        <span>{texts.from}</span>
        <span>{texts.to}</span>
      </div>
      {series.length > 1 ? (
        <figcaption className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-ink-2 text-xs">
          {series.map(({ name, fill }) => (
            <span key={name} className="inline-flex items-center gap-1.5">
              <svg aria-hidden viewBox="0 0 8 8" className="size-2">
                <rect width={8} height={8} rx={2} className={fill} />
              </svg>
              {name}
            </span>
          ))}
        </figcaption>
      ) : null}
      <details className="mt-3 text-xs">
        <summary className="w-fit rounded text-ink-3 hover:text-ink">{texts.table}</summary>
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
          tabIndex={0}
          aria-label={label}
          className="mt-2 max-h-60 overflow-auto rounded-lg border border-line"
        >
          <table className="w-full text-left" data-numeric>
            <thead className="sticky top-0 bg-sunken">
              <tr>
                <th scope="col" className="px-3 py-1.5 font-medium">
                  {texts.time}
                </th>
                {series.map(({ name }) => (
                  <th key={name} scope="col" className="px-3 py-1.5 text-right font-medium">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {labels.map((name, i) => (
                <tr key={name}>
                  <th scope="row" className="whitespace-nowrap px-3 py-1 font-normal text-ink-2">
                    {name}
                  </th>
                  {series.map(({ name: column, values }) => {
                    const value = values[i] ?? null;
                    return (
                      <td key={column} className="px-3 py-1 text-right">
                        {value === null ? "–" : format(value)}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </figure>
  );
}

/** Over each point of a chart what says its values when the pointer is there. */
export function Slots({ data }: { data: ChartData }) {
  return data.labels.map((name, i) => (
    <rect
      key={name}
      x={i * step}
      y={0}
      width={step}
      height={chartHeight}
      className="fill-transparent hover:fill-line/60"
    >
      <title>{titleOf(data, i)}</title>
    </rect>
  ));
}
