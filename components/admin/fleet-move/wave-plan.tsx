import { migrationTexts } from "@/lib/i18n/fleet-move";
import type { Language } from "@/lib/i18n/language";
import { numberIn } from "@/lib/i18n/plural";

/** How many bots each wave would move. */
export function WavePlan({ plan, language }: { plan: readonly number[]; language: Language }) {
  const { waveNames } = migrationTexts(language).run;
  const number = numberIn(language);
  return (
    <ol className="mb-5 grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-4">
      {plan.map((size, i) => (
        <li key={waveNames[i]} className="bg-surface px-3 py-2.5">
          <span className="block truncate text-ink-3 text-xs">{waveNames[i]}</span>
          <span className="font-medium" data-numeric>
            {number(size)}
          </span>
        </li>
      ))}
    </ol>
  );
}
