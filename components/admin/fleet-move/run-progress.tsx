import type { ReactNode } from "react";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { TimeAgo } from "@/components/ui/time-ago";
import { TimeLeft } from "@/components/ui/time-left";
import { sayReason } from "@/lib/fleet-move/reason";
import type { RunState } from "@/lib/fleet-move/run-view";
import type { MigrationView } from "@/lib/fleet-move/view-migration";
import { migrationTexts } from "@/lib/i18n/fleet-move";
import type { Language } from "@/lib/i18n/language";
import { WaveTable } from "./wave-table";

const tones: Record<RunState, BadgeTone> = {
  running: "accent",
  paused: "neutral",
  rolling_back: "warn",
  halted: "bad",
  cancelled: "neutral",
  done: "good",
};

interface RunProgressProps {
  run: NonNullable<MigrationView["run"]>;
  language: Language;
  /** What can be done about it. */
  children?: ReactNode;
}

/** A migration: how it stands, why, and how far each wave has come. */
export function RunProgress({ run, language, children }: RunProgressProps) {
  const texts = migrationTexts(language);
  const minutes = run.watchMs / 60_000;
  const watch = Number.isInteger(minutes) ? texts.minutes(minutes) : texts.seconds(run.watchMs / 1_000);
  return (
    <Section
      title={
        <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1.5">
          {texts.run.title(run.id)}
          <Badge tone={tones[run.state]}>{texts.run[run.state]}</Badge>
        </span>
      }
      description={<span aria-live="polite">{sayReason(run.reason, language)}</span>}
      aside={children}
    >
      <WaveTable run={run} language={language} />
      <dl className="mt-4 flex flex-wrap gap-x-8 gap-y-2 text-[0.8125rem]">
        <Fact name={texts.run.started}>
          <TimeAgo at={run.startedAt} />
        </Fact>
        {run.endedAt ? (
          <Fact name={texts.run.ended}>
            <TimeAgo at={run.endedAt} />
          </Fact>
        ) : null}
        <Fact name={texts.run.watchedFor}>{watch}</Fact>
        <Fact name={texts.run.haltsAbove}>{texts.run.haltsAboveValue(run.thresholdPercent)}</Fact>
        {run.watchEndsAt && run.state === "running" ? (
          <Fact name={texts.run.watchEnds}>
            <TimeLeft at={run.watchEndsAt} />
          </Fact>
        ) : null}
      </dl>
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-ink-3 text-xs">{name}</dt>
      <dd className="font-medium" data-numeric>
        {children}
      </dd>
    </div>
  );
}
