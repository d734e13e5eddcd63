import { Section } from "@/components/ui/card";
import { type Phase, phases } from "@/lib/fleet-move/phase";
import { migrationWords } from "@/lib/i18n/fleet-move";
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
  const words = migrationWords(language).phase;
  return (
    <Section title={words.title} description={words.description}>
      <ChoosePhase
        legend={words.title}
        phase={phase}
        locked={locked}
        choose={choose}
        options={phases.map((name) => ({ name, title: words[name], text: words[`${name}-text`] }))}
      />
      {locked ? <p className="mt-3 text-ink-3 text-xs">{words.locked}</p> : null}
    </Section>
  );
}
