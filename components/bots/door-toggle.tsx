"use client";

import { LoaderCircle, RefreshCw, Webhook } from "lucide-react";
import { useOptimistic, useState, useTransition } from "react";
import { failureOf, unanswered } from "@/components/forms/state";
import { UpgradeCard } from "@/components/overview/upgrade-card";
import { cn } from "@/components/ui/cn";
import { useLanguage } from "@/components/ui/language";
import { toast } from "@/components/ui/toast";
import type { DoorProgress } from "@/lib/bots/door-progress";
import type { BotView } from "@/lib/bots/schemas";
import { botTexts } from "@/lib/i18n/bot";
import { overviewTexts } from "@/lib/i18n/overview";
import { DoorSteps, type DoorStepsProps } from "./door-steps";
import type { PatchBot } from "./fix-way";
import { useDoorProgress } from "./use-door-progress";

type Mode = BotView["mode"];

const modes = [
  { mode: "webhook", icon: Webhook },
  { mode: "polling", icon: RefreshCw },
] as const;

interface DoorToggleProps {
  botId: number;
  mode: Mode;
  /** False where the deployment has no public address. */
  webhookAvailable: boolean;
  disabled: boolean;
  /** It polls and could have a webhook: that is offered. */
  upgradable: boolean;
  /** How far the last switch has come. */
  progress: DoorProgress;
  patch: PatchBot;
}

/** A switch that was asked for on this page: where to, and why it did not come to be, if it did not. */
interface Asked {
  to: Mode;
  refused: string | null;
}

/** Switches the door, and shows how that goes. The choice shows at once, and goes back when the switch fails. */
export function DoorToggle(props: DoorToggleProps) {
  const { botId, mode, webhookAvailable, disabled, upgradable, progress, patch } = props;
  const language = useLanguage();
  const texts = overviewTexts(language).door;
  const names = botTexts(language).doors;
  const [pending, start] = useTransition();
  const [shown, show] = useOptimistic(mode);
  const [asked, ask] = useState<Asked>();
  const followed = useDoorProgress(botId, pending);

  const choose = (next: Mode) => {
    if (next === shown || pending) return;
    ask({ to: next, refused: null });
    start(async () => {
      show(next);
      const state = await patch({ botId, patch: { mode: next } }).catch(unanswered);
      if (state.status === "done" && next === "webhook" && state.data.activeDoor !== "webhook") {
        toast.error(texts.failed(names.polling), { description: state.data.doorReason ?? "" });
      } else if (state.status === "done") toast.success(texts.done(names[next]));
      else {
        toast.error(texts.failed(names[mode]), { description: failureOf(state) });
        ask({ to: next, refused: failureOf(state) });
      }
    });
  };

  const steps = stepsOf({ asked, pending, followed, progress });
  return (
    <>
      <fieldset
        aria-busy={pending}
        className="grid grid-cols-2 gap-1 rounded-lg border border-line bg-sunken p-1"
      >
        <legend className="sr-only">{texts.group}</legend>
        {modes.map(({ mode: each, icon: Icon }) => {
          const chosen = each === shown;
          const impossible = each === "webhook" && !webhookAvailable;
          return (
            <button
              key={each}
              type="button"
              aria-pressed={chosen}
              disabled={disabled || impossible}
              // Not `disabled`, which would take the focus away.
              aria-disabled={pending}
              onClick={() => choose(each)}
              className={cn(
                "flex items-center gap-2.5 rounded-md border border-transparent px-3 py-2 text-left transition-colors disabled:cursor-not-allowed",
                chosen ? "border-line bg-surface shadow-card" : "text-ink-2 enabled:hover:text-ink",
              )}
            >
              {pending && chosen ? (
                <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin text-accent" />
              ) : (
                <Icon aria-hidden className={cn("size-4 shrink-0", chosen ? "text-accent" : "text-ink-3")} />
              )}
              <span className="min-w-0">
                <span className="block font-medium text-[0.8125rem] leading-5">{names[each]}</span>
                <span className="block text-ink-3 text-xs">
                  {pending && chosen ? texts.switching : impossible ? texts.noAddress : texts.hints[each]}
                </span>
              </span>
            </button>
          );
        })}
      </fieldset>
      {upgradable ? <UpgradeCard pending={pending} upgrade={() => choose("webhook")} /> : null}
      {steps ? <DoorSteps {...steps} /> : null}
    </>
  );
}

interface Switch {
  asked: Asked | undefined;
  pending: boolean;
  followed: DoorProgress | undefined;
  progress: DoorProgress;
}

/** What there is to show of a switch: the one that was asked for here, or one under way by another hand. */
function stepsOf({ asked, pending, followed, progress }: Switch): DoorStepsProps | undefined {
  if (asked?.refused != null) return { to: asked.to, stage: "back", reason: asked.refused };
  const known = pending ? followed : progress;
  if (asked) {
    // Until the first event the server has not been heard of it.
    const mine = known?.to === asked.to ? known : undefined;
    return { to: asked.to, stage: mine?.stage, reason: mine?.reason ?? null };
  }
  const { to, stage } = progress;
  if (to === "none" || (stage !== "leaving" && stage !== "opening")) return undefined;
  return { to, stage, reason: null };
}
