import { Section } from "@/components/ui/card";
import { TimeAgo } from "@/components/ui/time-ago";
import { sayReason } from "@/lib/fleet-move/reason";
import type { RunView } from "@/lib/fleet-move/run-view";
import { migrationTexts } from "@/lib/i18n/fleet-move";
import type { Language } from "@/lib/i18n/language";

/** Migrations that are over. */
export function RunHistory({ runs, language }: { runs: readonly RunView[]; language: Language }) {
  const texts = migrationTexts(language);
  if (runs.length === 0) return null;
  return (
    <Section title={texts.history.title}>
      <ul className="divide-y divide-line">
        {runs.map((run) => (
          <li key={run.id} className="py-2.5 first:pt-0 last:pb-0">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="font-medium">
                {texts.run.title(run.id)} · {texts.run[run.state]}
                <span className="ml-2 font-normal text-ink-3">
                  {texts.history.wave(run.wave, run.lastWave)}
                </span>
              </span>
              <TimeAgo at={run.endedAt ?? run.startedAt} className="text-ink-3 text-xs" />
            </p>
            <p className="text-ink-2">{sayReason(run.reason, language)}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
