import type { TrendPoint } from "@/lib/bots/fleet-trend";

const height = 100;
const updatesHeight = 36;
const gap = 10;
const step = 10;

/** From the bottom up: what is well carries what is not. */
const layers = [
  { status: "healthy", fill: "fill-good/70" },
  { status: "unknown", fill: "fill-ink-3/50" },
  { status: "degraded", fill: "fill-warn" },
  { status: "down", fill: "fill-bad" },
] as const;

/**
 * Bots by verdict as columns upon each other, and below them the updates. Drawn on the server as SVG, whose
 * sizes are attributes: the page's policy allows no inline styles.
 */
export function TrendChart({ points, label }: { points: readonly TrendPoint[]; label: string }) {
  const maxBots = Math.max(1, ...points.map(({ bots }) => total(bots)));
  const maxUpdates = Math.max(1, ...points.map(({ updates }) => updates));
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${points.length * step} ${height + gap + updatesHeight}`}
      preserveAspectRatio="none"
      className="h-40 w-full"
    >
      <line
        x1={0}
        x2={points.length * step}
        y1={height + 0.5}
        y2={height + 0.5}
        className="stroke-line"
        vectorEffect="non-scaling-stroke"
      />
      {points.map((point, i) => (
        <g key={point.at}>
          <Column point={point} x={i * step} most={maxBots} />
          <Updates point={point} x={i * step} most={maxUpdates} />
        </g>
      ))}
    </svg>
  );
}

function total(bots: TrendPoint["bots"]): number {
  return bots ? bots.healthy + bots.degraded + bots.down + bots.unknown : 0;
}

function Column({ point: { bots }, x, most }: { point: TrendPoint; x: number; most: number }) {
  if (!bots) return null;
  let top = height;
  return layers.map(({ status, fill }) => {
    const tall = (bots[status] / most) * height;
    top -= tall;
    return tall > 0 ? (
      <rect key={status} x={x + 1} y={top} width={step - 2} height={tall} className={fill} />
    ) : null;
  });
}

function Updates({ point, x, most }: { point: TrendPoint; x: number; most: number }) {
  const tall = (point.updates / most) * updatesHeight;
  const failed = point.updates > 0 ? (tall * point.failures) / point.updates : 0;
  const bottom = height + gap + updatesHeight;
  return (
    <>
      <rect x={x + 1} y={bottom - tall} width={step - 2} height={tall} className="fill-accent/70" />
      <rect x={x + 1} y={bottom - failed} width={step - 2} height={failed} className="fill-bad" />
    </>
  );
}
