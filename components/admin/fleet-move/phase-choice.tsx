import { Section } from "@/components/ui/card";
import { type Phase, phases } from "@/lib/fleet-move/phase";
import { migrationTexts } from "@/lib/i18n/fleet-move";
import type { Language } from "@/lib/i18n/language";
import { ChoosePhase } from "./choose-phase";

interface PhaseChoiceProps {
  phase: Phase;
  locked: boolean;
  language: Language;
  choose: Parameters<typeof ChoosePhase>[0]["choose"];
}

/** The three phases of a deployment's way to webhooks. */
export function PhaseChoice({ phase, locked, language, choose }: PhaseChoiceProps) {
  const texts = migrationTexts(language).phase;
  return (
    <Section title={texts.title} description={texts.description}>
      <ChoosePhase
        legend={texts.title}
        phase={phase}
        locked={locked}
        choose={choose}
        options={phases.map((name) => ({ name, title: texts[name], text: texts[`${name}-text`] }))}
      />
      {locked ? <p className="mt-3 text-ink-3 text-xs">{texts.locked}</p> : null}
    </Section>
  );
}
