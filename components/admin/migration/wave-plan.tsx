import type { Language } from "@/lib/words/language";
import { migrationWords } from "@/lib/words/migration";
import { numberIn } from "@/lib/words/plural";

/** How many bots each wave would move. */
export function WavePlan({ plan, language }: { plan: readonly number[]; language: Language }) {
  const { waveNames } = migrationWords(language).run;
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
