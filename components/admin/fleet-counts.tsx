import type { ReactNode } from "react";
import { verdictDots, verdictOrder } from "@/components/bots/verdict-texts";
import { cn } from "@/components/ui/cn";
import { Link } from "@/components/ui/link";
import type { FleetSummary } from "@/lib/bots/fleet";
import { adminTexts } from "@/lib/i18n/admin";
import type { Language } from "@/lib/i18n/language";
import { numberIn } from "@/lib/i18n/plural";

/** The whole fleet in a few numbers: how the bots are, and how they receive. */
export function FleetCounts({ summary, language }: { summary: FleetSummary; language: Language }) {
  const { bots, byVerdict, byDoor, byStatus } = summary;
  const texts = adminTexts(language).fleet;
  const number = numberIn(language);
  const row = (name: string, value: number, query: string) => (
    <Row name={name} value={number(value)} href={`/admin?${query}`} />
  );
  return (
    <div className="grid gap-px overflow-hidden rounded-xl border border-line bg-line shadow-card md:grid-cols-[1.4fr_1fr]">
      <section aria-label={texts.health} className="bg-surface p-5">
        <p className="text-ink-3 text-xs">{texts.bots}</p>
        <p className="mt-0.5 font-semibold text-3xl tracking-tight" data-numeric>
          {number(bots)}
        </p>
        <VerdictBar counts={byVerdict} total={bots} />
        <ul className="mt-4 grid gap-x-6 gap-y-1 sm:grid-cols-2">
          {verdictOrder.toReversed().map((status) => (
            <li key={status}>
              <Row
                name={
                  <span className="flex items-center gap-2">
                    <span aria-hidden className={cn("size-2 shrink-0 rounded-full", verdictDots[status])} />
                    {texts.verdicts[status]}
                  </span>
                }
                value={number(byVerdict[status])}
                href={`/admin?health=${status}`}
              />
            </li>
          ))}
        </ul>
      </section>
      <section aria-label={texts.doorsAndStates} className="grid content-start gap-1 bg-surface p-5">
        <p className="mb-1 text-ink-3 text-xs">{texts.doors}</p>
        {row(texts.door.webhook, byDoor.webhook, "door=webhook")}
        {row(texts.door.polling, byDoor.polling, "door=polling")}
        {row(texts.door.none, byDoor.none, "door=none")}
        <p className="mt-3 mb-1 text-ink-3 text-xs">{texts.needOwners}</p>
        {row(texts.status.unauthorized, byStatus.unauthorized, "status=unauthorized")}
        {row(texts.status.conflict, byStatus.conflict, "status=conflict")}
        {row(texts.status.paused, byStatus.paused, "status=paused")}
      </section>
    </div>
  );
}

function VerdictBar({ counts, total }: { counts: FleetSummary["byVerdict"]; total: number }) {
  let x = 0;
  const parts = verdictOrder.toReversed().map((status) => {
    const width = total === 0 ? 0 : (counts[status] / total) * 100;
    const part = { status, x, width };
    x += width;
    return part;
  });
  return (
    <svg
      aria-hidden
      viewBox="0 0 100 2"
      preserveAspectRatio="none"
      className="mt-4 h-2 w-full rounded-full bg-sunken"
    >
      {parts.map(({ status, x: at, width }) => (
        <rect key={status} x={at} y={0} width={width} height={2} className={fills[status]} />
      ))}
    </svg>
  );
}

const fills = { healthy: "fill-good", degraded: "fill-warn", down: "fill-bad", unknown: "fill-ink-3" };

function Row({ name, value, href }: { name: ReactNode; value: string; href: string }) {
  return (
    <Link
      href={href}
      scroll={false}
      className="-mx-2 flex items-center justify-between rounded-md px-2 py-0.5 text-[0.8125rem] text-ink-2 hover:bg-sunken hover:text-ink"
    >
      {name}
      <span className="font-medium text-ink" data-numeric>
        {value}
      </span>
    </Link>
  );
}
