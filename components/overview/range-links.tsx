import { cn } from "@/components/ui/cn";
import { Link } from "@/components/ui/link";
import type { Language } from "@/lib/i18n/language";
import { overviewTexts } from "@/lib/i18n/overview";
import { type Range, ranges } from "./ranges";

/** Chooses how far back the charts go. Links, so that the choice has an address. */
export function RangeLinks({ range, base, language }: { range: Range; base: string; language: Language }) {
  const texts = overviewTexts(language).charts;
  return (
    <nav aria-label={texts.range} className="flex rounded-lg border border-line bg-sunken p-0.5 text-xs">
      {(Object.keys(ranges) as Range[]).map((each) => (
        <Link
          key={each}
          href={`${base}?range=${each}`}
          scroll={false}
          aria-current={each === range ? "true" : undefined}
          className={cn(
            "rounded-md px-2.5 py-1 font-medium text-ink-2 transition-colors hover:text-ink",
            each === range && "bg-surface text-ink shadow-card",
          )}
        >
          {texts.ranges[each]}
        </Link>
      ))}
    </nav>
  );
}
