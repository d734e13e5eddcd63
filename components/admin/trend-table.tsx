import type { ReactNode } from "react";
import type { TrendPoint } from "@/lib/bots/fleet-trend";
import { adminTexts } from "@/lib/i18n/admin";
import type { Language } from "@/lib/i18n/language";
import { numberIn } from "@/lib/i18n/plural";

const statuses = ["healthy", "degraded", "down", "unknown"] as const;

/** The chart's numbers for whoever cannot see it, or wants them exactly; the newest first, quiet times left out. */
export function TrendTable({ points, language }: { points: readonly TrendPoint[]; language: Language }) {
  const { trend, fleet } = adminTexts(language);
  const number = numberIn(language);
  const time = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short", timeZone: "UTC" });
  const heads = [
    trend.time,
    ...statuses.map((status) => fleet.verdicts[status]),
    trend.updatesLabel,
    trend.failures,
  ];
  return (
    <Scrollable label={trend.asTable}>
      <table className="w-full text-right text-xs">
        <thead className="sticky top-0 bg-sunken text-ink-3">
          <tr className="[&>th]:px-3 [&>th]:py-1.5 [&>th]:font-medium [&>th]:first:text-left">
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {points.toReversed().flatMap(({ at, bots, updates, failures }) =>
            bots
              ? [
                  <tr key={at} className="[&>*]:px-3 [&>*]:py-1.5" data-numeric>
                    <th scope="row" className="whitespace-nowrap text-left font-normal text-ink-2">
                      {time.format(new Date(at))} UTC
                    </th>
                    {statuses.map((status) => (
                      <td key={status}>{number(bots[status])}</td>
                    ))}
                    <td>{number(updates)}</td>
                    <td>{number(failures)}</td>
                  </tr>,
                ]
              : [],
          )}
        </tbody>
      </table>
    </Scrollable>
  );
}

function Scrollable({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
      tabIndex={0}
      className="mt-2 max-h-72 overflow-auto rounded-lg border border-line"
    >
      {children}
    </section>
  );
}
