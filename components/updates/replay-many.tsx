"use client";

import { RotateCcw } from "lucide-react";
import { useState, useTransition } from "react";
import { failureOf, unanswered } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { toast } from "@/components/ui/toast";
import { updatesTexts } from "@/lib/i18n/updates";
import type { ActionState } from "@/lib/web/action-state";
import { type ReplayManyActions, ReplayManyDialog } from "./replay-many-dialog";
import { type Seen, useSelection } from "./selection";

interface ReplayManyProps extends ReplayManyActions {
  botId: number;
  /** The filter of the list; undefined where there is none, and then nothing matches it either. */
  filter: Readonly<Record<string, string | number>> | undefined;
  matching: (input: {
    botId: number;
    filter: Readonly<Record<string, string | number>>;
  }) => Promise<ActionState<{ updates: Seen[]; bounded: boolean }>>;
}

/** Several updates at once: those that are chosen, or all that match the filter. */
export function ReplayMany({ botId, filter, matching, ...actions }: ReplayManyProps) {
  const { many: texts } = updatesTexts(useLanguage());
  const selection = useSelection();
  const [asked, ask] = useState<{ updates: readonly Seen[]; bounded: boolean }>();
  const [searching, start] = useTransition();
  const chosen = selection.all.length;
  if (chosen === 0 && filter === undefined) return null;

  const askMatching = () =>
    start(async () => {
      if (!filter) return;
      const answer = await matching({ botId, filter }).catch(unanswered);
      if (answer.status === "done") ask(answer.data);
      else toast.error(texts.failed, { description: failureOf(answer) });
    });

  return (
    <div className="mb-3 flex flex-wrap items-center gap-2 text-[0.8125rem]">
      {chosen > 0 ? (
        <>
          <span className="text-ink-2" data-numeric>
            {texts.selected(chosen)}
          </span>
          <Button size="small" onClick={() => ask({ updates: selection.all, bounded: false })}>
            <RotateCcw aria-hidden />
            {texts.replaySelected}
          </Button>
          <Button size="small" look="ghost" onClick={selection.clear}>
            {texts.clear}
          </Button>
        </>
      ) : (
        <Button size="small" pending={searching} onClick={askMatching}>
          {searching ? texts.searching : texts.replayMatching}
        </Button>
      )}
      <ReplayManyDialog
        botId={botId}
        asked={asked}
        {...actions}
        onClose={(replayed) => {
          ask(undefined);
          if (replayed) selection.clear();
        }}
      />
    </div>
  );
}
