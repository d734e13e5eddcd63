import { cn } from "@/components/ui/cn";
import type { MigrationView } from "@/lib/fleet-move/view-migration";
import { migrationTexts } from "@/lib/i18n/fleet-move";
import type { Language } from "@/lib/i18n/language";
import { numberIn } from "@/lib/i18n/plural";

type Run = NonNullable<MigrationView["run"]>;
type Wave = Run["waves"][number];

/** How a wave's bots are shared out, in the order of the bar. */
const parts = [
  { key: "atWebhook", fill: "fill-good", dot: "bg-good", count: (w: Wave) => w.well },
  { key: "inDoubt", fill: "fill-warn", dot: "bg-warn", count: (w: Wave) => w.ailing + w.underWay },
  { key: "failing", fill: "fill-bad", dot: "bg-bad", count: (w: Wave) => w.failing },
  { key: "returned", fill: "fill-accent", dot: "bg-accent", count: (w: Wave) => w.returned },
  { key: "leftAlone", fill: "fill-ink-3", dot: "bg-ink-3", count: (w: Wave) => w.skipped },
  { key: "waiting", fill: "fill-line-strong", dot: "bg-line-strong", count: (w: Wave) => w.waiting },
] as const;

/** Each wave of a migration: where its bots are. */
export function WaveTable({ run, language }: { run: Run; language: Language }) {
  const texts = migrationTexts(language).run;
  return (
    <ol className="grid gap-4">
      {run.waves.map((wave) => (
        <WaveRow
          key={wave.wave}
          wave={wave}
          name={texts.waveNames[wave.wave - 1] ?? ""}
          current={run.endedAt === null && wave.wave === run.wave}
          language={language}
        />
      ))}
    </ol>
  );
}

interface WaveRowProps {
  wave: Wave;
  name: string;
  current: boolean;
  language: Language;
}

function WaveRow({ wave, name, current, language }: WaveRowProps) {
  const texts = migrationTexts(language).run;
  const number = numberIn(language);
  const shown = parts.map((part) => ({ ...part, n: part.count(wave) })).filter(({ n }) => n > 0);
  const total = shown.reduce((sum, { n }) => sum + n, 0);
  return (
    <li aria-current={current ? "step" : undefined}>
      <p className="flex items-baseline justify-between gap-3">
        <span className={cn("font-medium", !current && "text-ink-2")}>
          {texts.wave} {wave.wave}
          <span className="ml-2 font-normal text-ink-3">{name}</span>
        </span>
        <span className="text-ink-3 text-xs" data-numeric>
          {number(total)}
        </span>
      </p>
      <svg
        aria-hidden
        viewBox="0 0 100 2"
        preserveAspectRatio="none"
        className="mt-1.5 h-2 w-full rounded-full bg-sunken"
      >
        {shown.map(({ key, fill, n }, i) => {
          const before = shown.slice(0, i).reduce((sum, part) => sum + part.n, 0);
          return (
            <rect
              key={key}
              x={(before / total) * 100}
              width={(n / total) * 100}
              height={2}
              className={fill}
            />
          );
        })}
      </svg>
      <ul className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-ink-2 text-xs">
        {shown.map(({ key, dot, n }) => (
          <li key={key} className="inline-flex items-center gap-1.5">
            <span aria-hidden className={cn("size-2 rounded-full", dot)} />
            {texts[key]}
            <span className="font-medium text-ink" data-numeric>
              {number(n)}
            </span>
          </li>
        ))}
      </ul>
    </li>
  );
}
