import { Check, LoaderCircle, X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { useLanguage } from "@/components/ui/language";
import type { DoorProgress } from "@/lib/bots/door-progress";
import { overviewTexts } from "@/lib/i18n/overview";

type Stage = Exclude<DoorProgress["stage"], "back">;

/** What happens on the way to each door, by the stage in which it is under way. */
const steps = {
  webhook: ["leaving", "opening", "heard"],
  polling: ["leaving", "heard"],
} as const satisfies Record<"webhook" | "polling", Stage[]>;

const order: readonly Stage[] = ["leaving", "opening", "open", "heard"];

function stateOf(step: Stage, stage: Stage | undefined): StepState {
  if (stage === undefined) return "to come";
  const ahead = order.indexOf(stage) - order.indexOf(step);
  if (step === "heard") return ahead === 0 ? "done" : stage === "open" ? "now" : "to come";
  return ahead > 0 ? "done" : ahead === 0 ? "now" : "to come";
}

export interface DoorStepsProps {
  to: "webhook" | "polling";
  /** Undefined while nothing but the wish is known. */
  stage: DoorProgress["stage"] | undefined;
  /** Why it did not come to be, where it did not. */
  reason: string | null;
}

/** The stages of a switch of doors, and which one it is in. */
export function DoorSteps({ to, stage, reason }: DoorStepsProps) {
  const texts = overviewTexts(useLanguage()).door.steps;
  const stages: Partial<Record<Stage, string>> = texts[to];
  return (
    <ol aria-label={texts.label} aria-live="polite" className="mt-4 grid gap-2 text-[0.8125rem]">
      <Step state="done">{texts.asked[to]}</Step>
      {stage === "back" ? (
        <Step state="failed">
          {texts.back[to]}
          {reason === null ? null : <span className="block text-ink-2">{reason}</span>}
        </Step>
      ) : (
        steps[to].map((step) => (
          <Step key={step} state={stateOf(step, stage)}>
            {stages[step]}
          </Step>
        ))
      )}
    </ol>
  );
}

type StepState = "done" | "now" | "to come" | "failed";

function Step({ state, children }: { state: StepState; children: ReactNode }) {
  const texts = overviewTexts(useLanguage()).door.steps;
  return (
    <li
      aria-current={state === "now" ? "step" : undefined}
      className={cn("flex gap-2.5", state === "to come" && "text-ink-3")}
    >
      <span className="grid size-5 shrink-0 place-items-center">
        {state === "done" ? (
          <Check role="img" aria-label={texts.done} className="size-4 text-good" />
        ) : state === "failed" ? (
          <X role="img" aria-label={texts.failed} className="size-4 text-bad" />
        ) : state === "now" ? (
          <LoaderCircle aria-hidden className="size-4 animate-spin text-accent" />
        ) : (
          <span aria-hidden className="size-1.5 rounded-full bg-line-strong" />
        )}
      </span>
      <span className="min-w-0">{children}</span>
    </li>
  );
}
