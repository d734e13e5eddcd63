import type { CostPoint } from "./scenario";

const width = 360;
const height = 200;
const left = 56;
const bottom = 40;
const top = 44;
const right = 20;

/** Draws what so many bots cost: one panel a measure, the number of bots on a logarithmic axis. */
export function costGraph(points: readonly CostPoint[]): string {
  const measures = [...new Set(points.map(({ measure }) => measure))];
  const columns = Math.min(2, measures.length);
  const panels = measures.map((measure, i) => {
    const own = points.filter((point) => point.measure === measure).sort((a, b) => a.bots - b.bots);
    const place = `translate(${(i % columns) * width} ${Math.floor(i / columns) * height})`;
    return `<g transform="${place}">${panel(measure, own)}</g>`;
  });
  const size = [columns * width, Math.ceil(measures.length / columns) * height];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size[0]} ${size[1]}" role="img" aria-label="Cost against the number of bots" font-family="system-ui, sans-serif" font-size="11">
<style>svg{background:#fff;color:#18181b}.axis{stroke:#d4d4d8}.line{stroke:#2563eb;fill:none;stroke-width:2}.dot{fill:#2563eb}text{fill:currentColor}@media(prefers-color-scheme:dark){svg{background:#18181b;color:#fafafa}.axis{stroke:#3f3f46}.line{stroke:#60a5fa}.dot{fill:#60a5fa}}</style>
${panels.join("\n")}
</svg>
`;
}

function panel(measure: string, points: readonly CostPoint[]): string {
  const most = Math.max(...points.map(({ value }) => value)) * 1.25 || 1;
  const [least, last] = [points[0]?.bots ?? 1, points.at(-1)?.bots ?? 10];
  const span = Math.log10(last) - Math.log10(least) || 1;
  const x = (bots: number) =>
    round(left + ((Math.log10(bots) - Math.log10(least)) / span) * (width - left - right));
  const y = (value: number) => round(height - bottom - (value / most) * (height - bottom - top));
  const base = height - bottom;
  const line = points.map(({ bots, value }) => `${x(bots)},${y(value)}`).join(" ");
  const marks = points.map(
    ({ bots, value }) =>
      `<circle class="dot" cx="${x(bots)}" cy="${y(value)}" r="3"/><text x="${x(bots)}" y="${y(value) - 8}" text-anchor="middle">${short(value)}</text><text x="${x(bots)}" y="${base + 16}" text-anchor="middle">${bots.toLocaleString("en")}</text>`,
  );
  return `<text x="12" y="20" font-weight="600">${measure}</text><text x="${width - right}" y="${height - 6}" text-anchor="end">bots</text>
<path class="axis" d="M${left} ${top}V${base}H${width - right}" fill="none"/>
<polyline class="line" points="${line}"/>${marks.join("")}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
const short = (value: number): string => (value < 10 ? value.toFixed(1) : String(Math.round(value)));
