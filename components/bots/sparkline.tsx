interface SparklineProps {
  /** Oldest first. */
  values: readonly number[];
  label: string;
}

const width = 64;
const height = 20;

/** A line of how much came, hour by hour. Scaled to its own highest point: it shows a shape, not an amount. */
export function Sparkline({ values, label }: SparklineProps) {
  const most = Math.max(1, ...values);
  const step = width / Math.max(1, values.length - 1);
  const points = values.map((value, i) => {
    const y = height - 1.5 - (value / most) * (height - 3);
    return `${round(i * step)} ${round(y)}`;
  });
  const line = `M${points.join("L")}`;
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${width} ${height}`} className="h-5 w-16 shrink-0">
      <path d={`${line}V${height}H0z`} className="fill-accent/12" />
      <path d={line} className="fill-none stroke-accent" strokeWidth={1.25} strokeLinejoin="round" />
    </svg>
  );
}

const round = (value: number): number => Math.round(value * 10) / 10;
