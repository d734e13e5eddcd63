"use client";

import { useState, useTransition } from "react";
import { failureOf, unanswered } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useLanguage } from "@/components/ui/language";
import { toast } from "@/components/ui/toast";
import type { Replay } from "@/lib/bots/inspector-schemas";
import { updatesTexts } from "@/lib/i18n/updates";
import type { ActionState } from "@/lib/web/action-state";
import type { Seen } from "./selection";

/** Of so many updates a dry run shows what would be sent: more nobody reads. */
const maxDry = 20;

type DryRun = Replay & { arrival: number; updateId: number };

export interface ReplayManyActions {
  dryRunMany: (input: { botId: number; arrivals: number[] }) => Promise<ActionState<DryRun[]>>;
  replayMany: (input: {
    botId: number;
    updates: Seen[];
  }) => Promise<ActionState<{ replayed: number; left: number }>>;
}

interface ReplayManyDialogProps extends ReplayManyActions {
  botId: number;
  asked: { updates: readonly Seen[]; bounded: boolean } | undefined;
  onClose: (replayed: boolean) => void;
}

/** Says what is about to happen, shows it as a dry run, and does it. */
export function ReplayManyDialog({ botId, asked, dryRunMany, replayMany, onClose }: ReplayManyDialogProps) {
  const { many: texts } = updatesTexts(useLanguage());
  const [outcomes, tell] = useState<DryRun[]>();
  const [pending, start] = useTransition();
  const updates = asked?.updates ?? [];
  const close = (replayed = false) => {
    tell(undefined);
    onClose(replayed);
  };
  const tryDry = () =>
    start(async () => {
      const arrivals = updates.slice(0, maxDry).map(({ arrival }) => arrival);
      const answer = await dryRunMany({ botId, arrivals }).catch(unanswered);
      if (answer.status === "done") tell(answer.data);
      else toast.error(texts.failed, { description: failureOf(answer) });
    });
  const goLive = () =>
    start(async () => {
      const answer = await replayMany({ botId, updates: [...updates] }).catch(unanswered);
      if (answer.status !== "done") {
        toast.error(texts.failed, { description: failureOf(answer) });
        return;
      }
      const { replayed, left } = answer.data;
      toast.success(texts.done(replayed), left > 0 ? { description: texts.left(left) } : {});
      close(true);
    });
  return (
    <Dialog
      open={asked !== undefined}
      onClose={() => close()}
      title={texts.title(updates.length)}
      description={updates.length === 0 ? texts.noneToReplay : texts.text}
    >
      {asked?.bounded ? <p className="mb-3 text-ink-2">{texts.bounded(updates.length)}</p> : null}
      {outcomes ? <Outcomes outcomes={outcomes} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => close()}>{texts.cancel}</Button>
        {updates.length > 0 ? (
          <>
            <Button pending={pending} onClick={tryDry}>
              {updates.length > maxDry ? texts.dryRunFirst(maxDry) : texts.dryRun}
            </Button>
            <Button look="primary" disabled={pending} onClick={goLive}>
              {texts.live}
            </Button>
          </>
        ) : null}
      </div>
    </Dialog>
  );
}

function Outcomes({ outcomes }: { outcomes: readonly DryRun[] }) {
  const { many: texts } = updatesTexts(useLanguage());
  const calls = outcomes.reduce((sum, { actions }) => sum + actions.length, 0);
  return (
    <section className="mb-4 rounded-lg border border-line-strong border-dashed bg-sunken/60 p-3">
      <p className="mb-2 font-medium text-[0.8125rem]">{texts.would(calls, outcomes.length)}</p>
      <ul className="max-h-60 space-y-1 overflow-y-auto text-xs">
        {outcomes.map(({ arrival, updateId, actions, error }) => (
          <li key={arrival}>
            <span className="text-ink-3" data-numeric>
              {updateId}
            </span>{" "}
            {actions.map(({ method, params }) => `${method} ${short(params.text)}`).join("; ") ||
              (error ?? texts.nothing)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function short(text: unknown): string {
  if (typeof text !== "string") return "";
  return text.length > 80 ? `“${text.slice(0, 80)}…”` : `“${text}”`;
}
