"use client";

import { RefreshCw, Webhook } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { useLanguage } from "@/components/ui/language";
import type { ModeAdvice } from "@/lib/bots/recommend-mode";
import type { BotView } from "@/lib/bots/schemas";
import { botTexts } from "@/lib/i18n/bot";
import { registerTexts } from "@/lib/i18n/register";

type Mode = BotView["mode"];

interface ModeChoiceProps {
  value: Mode;
  onChange: (mode: Mode) => void;
  advice: ModeAdvice;
}

const choices = [
  { mode: "webhook", icon: Webhook },
  { mode: "polling", icon: RefreshCw },
] as const;

/** How the bot receives, with a recommendation that says why. */
export function ModeChoice({ value, onChange, advice }: ModeChoiceProps) {
  const language = useLanguage();
  const texts = registerTexts(language);
  return (
    <fieldset>
      <legend className="mb-2 font-medium text-[0.8125rem]">{texts.receives}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {choices.map(({ mode, icon: Icon }) => {
          const impossible = mode === "webhook" && !advice.webhookAvailable;
          return (
            <label
              key={mode}
              className={cn(
                "relative flex gap-3 rounded-xl border bg-surface p-4 shadow-card transition-colors has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2",
                value === mode ? "border-accent" : "border-line",
                impossible ? "cursor-not-allowed text-ink-3" : "cursor-pointer hover:border-line-strong",
                value === mode && "hover:border-accent",
              )}
            >
              <input
                type="radio"
                name="mode"
                value={mode}
                checked={value === mode}
                disabled={impossible}
                onChange={() => onChange(mode)}
                className="sr-only"
              />
              <Icon
                aria-hidden
                className={cn("mt-0.5 size-4.5 shrink-0", value === mode ? "text-accent" : "text-ink-3")}
              />
              <span className="min-w-0">
                <span className="flex flex-wrap items-center gap-2">
                  <span className="font-medium">{botTexts(language).doors[mode]}</span>
                  {advice.mode === mode ? <Badge tone="accent">{texts.recommended}</Badge> : null}
                </span>
                <span className="mt-1 block text-[0.8125rem] text-ink-2">
                  {impossible ? texts.impossible : texts.modes[mode]}
                </span>
              </span>
            </label>
          );
        })}
      </div>
      <p className="mt-2.5 text-[0.8125rem] text-ink-2">{texts.why[advice.why](advice.host ?? "")}</p>
    </fieldset>
  );
}
