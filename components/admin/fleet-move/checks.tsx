import { CircleAlert, CircleCheck } from "lucide-react";
import { Section } from "@/components/ui/card";
import { type Check, sayFinding } from "@/lib/fleet-move/preflight";
import { migrationTexts } from "@/lib/i18n/fleet-move";
import type { Language } from "@/lib/i18n/language";

/** What is looked at before bots are moved, and how it stands now. */
export function Checks({ checks, language }: { checks: readonly Check[]; language: Language }) {
  const texts = migrationTexts(language).checks;
  return (
    <Section title={texts.title} description={texts.description}>
      <ul className="grid gap-3.5">
        {checks.map((check) => {
          const ok = check.state === "ok";
          const Icon = ok ? CircleCheck : CircleAlert;
          return (
            <li key={check.name} className="flex gap-3">
              <Icon
                aria-hidden
                className={`mt-0.5 size-4 shrink-0 ${ok ? "text-good-ink" : "text-bad-ink"}`}
              />
              <div className="min-w-0">
                <p className="font-medium">
                  {texts[check.name]}
                  <span className="sr-only">: {ok ? texts.ok : texts.failed}</span>
                </p>
                <p className="text-ink-2">{sayFinding(check, language)}</p>
              </div>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
