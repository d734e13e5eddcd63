import { Section } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { Link } from "@/components/ui/link";
import { type TrendPoint, type TrendRange, trendRanges } from "@/lib/bots/fleet-trend";
import { adminTexts } from "@/lib/i18n/admin";
import type { Language } from "@/lib/i18n/language";
import { numberIn } from "@/lib/i18n/plural";
import { TrendChart } from "./trend-chart";
import { TrendTable } from "./trend-table";

interface FleetTrendProps {
  points: readonly TrendPoint[];
  range: TrendRange;
  href: (range: TrendRange) => string;
  language: Language;
}

const ranges = Object.keys(trendRanges) as TrendRange[];

/** How the bots have been over time, and how many updates came. */
export function FleetTrend({ points, range, href, language }: FleetTrendProps) {
  const all = adminTexts(language);
  const texts = all.trend;
  const number = numberIn(language);
  const updates = points.reduce((sum, point) => sum + point.updates, 0);
  const failures = points.reduce((sum, point) => sum + point.failures, 0);
  const last = points.findLast(({ bots }) => bots !== null)?.bots;
  const now = last
    ? (["healthy", "degraded", "down", "unknown"] as const)
        .map((status) => `${all.fleet.verdicts[status]} ${number(last[status])}`)
        .join(", ")
    : "";
  return (
    <Section
      title={texts.title}
      description={texts.updatesSum(updates, failures)}
      aside={
        <nav aria-label={texts.rangesLabel} className="flex gap-1">
          {ranges.map((name) => (
            <Link
              key={name}
              href={href(name)}
              scroll={false}
              aria-current={name === range ? "true" : undefined}
              className={cn(
                "rounded-md px-2 py-1 text-ink-2 text-xs hover:bg-sunken hover:text-ink",
                name === range && "bg-sunken font-medium text-ink",
              )}
            >
              {texts.ranges[name]}
            </Link>
          ))}
        </nav>
      }
    >
      {last ? (
        <>
          <TrendChart points={points} label={texts.summary(now)} />
          <p className="mt-1.5 flex justify-between text-ink-3 text-xs">
            <span>−{texts.ranges[range]}</span>
            <span>{texts.now}</span>
          </p>
          <details className="mt-3">
            <summary className="w-fit rounded text-ink-2 text-xs hover:text-ink">{texts.asTable}</summary>
            <TrendTable points={points} language={language} />
          </details>
        </>
      ) : (
        <p className="text-ink-2">{texts.nothing}</p>
      )}
    </Section>
  );
}
