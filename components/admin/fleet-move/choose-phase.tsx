"use client";

import { useOptimistic, useTransition } from "react";
import { failureOf } from "@/components/forms/state";
import { cn } from "@/components/ui/cn";
import { useLanguage } from "@/components/ui/language";
import { toast } from "@/components/ui/toast";
import { adminFormTexts } from "@/lib/i18n/admin-form";
import type { ActionState } from "@/lib/web/action-state";

type Name = "polling-default" | "webhook-default" | "webhook-everywhere";

interface ChoosePhaseProps {
  legend: string;
  phase: Name;
  locked: boolean;
  options: readonly { name: Name; title: string; text: string }[];
  choose: (input: { phase: Name }) => Promise<ActionState<unknown>>;
}

/** Chooses the phase at once; what the server refuses goes back. */
export function ChoosePhase({ legend, phase, locked, options, choose }: ChoosePhaseProps) {
  const texts = adminFormTexts(useLanguage());
  const [shown, show] = useOptimistic(phase);
  const [pending, start] = useTransition();
  const pick = (name: Name) =>
    start(async () => {
      show(name);
      const answer = await choose({ phase: name });
      if (answer.status === "failed") toast.error(texts.failed, { description: failureOf(answer) });
      else toast.success(texts.migration.phaseSaved);
    });
  return (
    <fieldset disabled={locked || pending} className="grid gap-2">
      <legend className="sr-only">{legend}</legend>
      {options.map(({ name, title, text }) => (
        <label
          key={name}
          className={cn(
            "flex cursor-pointer gap-3 rounded-lg border border-line px-3.5 py-3 transition-colors hover:border-line-strong has-disabled:cursor-not-allowed",
            shown === name && "border-accent bg-accent-soft hover:border-accent",
          )}
        >
          <input
            type="radio"
            name="phase"
            value={name}
            checked={shown === name}
            onChange={() => pick(name)}
            className="mt-1 size-3.5 shrink-0 accent-accent"
          />
          <span className="min-w-0">
            <span className="block font-medium">{title}</span>
            <span className="block text-[0.8125rem] text-ink-2">{text}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
