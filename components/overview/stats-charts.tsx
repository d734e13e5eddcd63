import type { ReactNode } from "react";
import { BarChart } from "@/components/charts/bar-chart";
import type { Series } from "@/components/charts/chart";
import { LineChart } from "@/components/charts/line-chart";
import { spanOf } from "@/components/ui/relative-time";
import { kindName } from "@/components/updates/update-texts";
import type { Stats, StatsPoint } from "@/lib/bots/inspector-schemas";
import { botTexts } from "@/lib/i18n/bot";
import type { Language } from "@/lib/i18n/language";
import { overviewTexts } from "@/lib/i18n/overview";
import { numberIn } from "@/lib/i18n/plural";
import { type Range, ranges } from "./ranges";

interface StatsChartsProps {
  stats: Stats;
  range: Range;
  language: Language;
}

/** Colours that are told apart in both themes; the last is for all that have none of their own. */
const layers = [
  { fill: "fill-accent", stroke: "stroke-accent" },
  { fill: "fill-good", stroke: "stroke-good" },
  { fill: "fill-warn", stroke: "stroke-warn" },
  { fill: "fill-ink-3", stroke: "stroke-ink-3" },
] as const;

/** A bot's counters as charts: what came by which door and of which kind, how long it took, errors, chats. */
export function StatsCharts({ stats, range, language }: StatsChartsProps) {
  const texts = overviewTexts(language).charts;
  const count = numberIn(language);
  const whole = (value: number) => count(Math.round(value));
  const time = (value: number) => spanOf(value, language);
  const frame = { from: texts.ago[range], to: texts.now, table: texts.table, time: texts.time };
  const { points, totals, activeChats } = stats;
  const labels = points.map(({ at }) => momentOf(at, range));
  const label = (name: string) => texts.of(name, texts.long[range]);
  const doors = botTexts(language).doors;
  const byDoor = layered(points, totals.byDoor, (point) => point.byDoor, texts.others);
  const byKind = layered(points, totals.byKind, (point) => point.byKind, texts.others);
  const named = (series: Series[], nameOf: (key: string) => string) =>
    series.map((each) => ({ ...each, name: nameOf(each.name) }));
  const errors: Series = {
    name: texts.errors,
    fill: "fill-bad",
    stroke: "stroke-bad",
    values: points.map(({ failures }) => failures),
  };
  const handling = (name: string, layer: 0 | 2, msOf: (point: StatsPoint) => number | null): Series => ({
    ...layers[layer],
    name,
    values: points.map(msOf),
  });
  const total = texts.total(whole(totals.updates));
  return (
    <div className="grid gap-x-8 gap-y-8 lg:grid-cols-2">
      <Chart title={`${texts.updates} · ${texts.byDoor.toLowerCase()}`} aside={total}>
        <BarChart
          data={{
            labels,
            format: whole,
            series: named(byDoor, (door) => doors[door as keyof typeof doors] ?? door),
          }}
          label={label(`${texts.updates}: ${texts.byDoor}`)}
          texts={frame}
        />
      </Chart>
      <Chart title={`${texts.updates} · ${texts.byKind.toLowerCase()}`} aside={total}>
        <BarChart
          data={{ labels, format: whole, series: named(byKind, (kind) => kindName(kind, language)) }}
          label={label(`${texts.updates}: ${texts.byKind}`)}
          texts={frame}
        />
      </Chart>
      <Chart
        title={texts.handling}
        aside={
          totals.p50Ms === null || totals.p99Ms === null
            ? texts.quiet
            : `p50 ${time(totals.p50Ms)} · p99 ${time(totals.p99Ms)}`
        }
      >
        <LineChart
          data={{
            labels,
            format: time,
            series: [
              handling(texts.p50, 0, ({ p50Ms }) => p50Ms),
              handling(texts.p99, 2, ({ p99Ms }) => p99Ms),
            ],
          }}
          label={label(texts.handling)}
          texts={frame}
        />
      </Chart>
      <Chart title={texts.errors} text={texts.errorsText} aside={texts.total(whole(totals.failures))}>
        <BarChart
          data={{ labels, format: whole, series: [errors] }}
          label={label(texts.errors)}
          texts={frame}
        />
      </Chart>
      <Chart title={texts.chats} text={texts.chatsText} aside={texts.total(whole(totals.chats))}>
        {range === "1h" ? (
          <p className="text-ink-2">{texts.chatsHour(whole(totals.chats))}</p>
        ) : (
          <BarChart
            data={{
              labels: activeChats.map(({ at }) => momentOf(at, range)),
              format: whole,
              series: [{ ...layers[0], name: texts.chats, values: activeChats.map(({ chats }) => chats) }],
            }}
            label={label(texts.chats)}
            texts={frame}
          />
        )}
      </Chart>
    </div>
  );
}

interface ChartProps {
  title: string;
  text?: string;
  aside: string;
  children: ReactNode;
}

function Chart({ title, text, aside, children }: ChartProps) {
  return (
    <section className="min-w-0">
      <header className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium text-[0.8125rem]">{title}</h3>
        <p className="text-ink-3 text-xs" data-numeric>
          {aside}
        </p>
        {text === undefined ? null : <p className="basis-full text-ink-3 text-xs">{text}</p>}
      </header>
      {children}
    </section>
  );
}

/** The three largest shares as layers of their own, all others together. */
function layered(
  points: readonly StatsPoint[],
  totals: Readonly<Record<string, number>>,
  sharesOf: (point: StatsPoint) => Readonly<Record<string, number>>,
  others: string,
): Series[] {
  const largest = Object.entries(totals)
    .sort(([, one], [, other]) => other - one)
    .map(([key]) => key);
  const shown = largest.length === layers.length ? largest : largest.slice(0, layers.length - 1);
  const series = shown.map((key, i) => ({
    ...(layers[i] ?? layers[0]),
    name: key,
    values: points.map((point) => sharesOf(point)[key] ?? 0),
  }));
  if (shown.length === largest.length) return series;
  const rest = points.map((point) =>
    Object.entries(sharesOf(point)).reduce((sum, [key, n]) => (shown.includes(key) ? sum : sum + n), 0),
  );
  return [...series, { ...layers[layers.length - 1], ...layers[3], name: others, values: rest }];
}

/** A moment as titles and tables say it, in UTC: the server does not know the reader's zone. */
function momentOf(at: string, range: Range): string {
  const date = at.slice(0, 10);
  return ranges[range].bucket === "1d" ? date : `${date} ${at.slice(11, 16)}`;
}
