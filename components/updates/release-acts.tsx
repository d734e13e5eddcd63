"use client";

import { useState, useTransition } from "react";
import { failureOf, unanswered } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useLanguage } from "@/components/ui/language";
import { toast } from "@/components/ui/toast";
import { numberIn } from "@/lib/i18n/plural";
import { updatesTexts } from "@/lib/i18n/updates";
import type { ActionState } from "@/lib/web/action-state";

export type ReleaseAction = (input: {
  botId: number;
  chatId: number;
  discard: boolean;
}) => Promise<ActionState<unknown>>;

interface ReleaseActsProps {
  botId: number;
  chatId: number;
  waiting: number;
  release: ReleaseAction;
}

/** Handles what was set aside, or gives it up once that is confirmed. */
export function ReleaseActs({ botId, chatId, waiting, release }: ReleaseActsProps) {
  const language = useLanguage();
  const { quarantine: texts, many } = updatesTexts(language);
  const [asking, ask] = useState(false);
  const [pending, start] = useTransition();
  const run = (discard: boolean) =>
    start(async () => {
      const answer = await release({ botId, chatId, discard }).catch(unanswered);
      if (answer.status === "done") toast.success(discard ? texts.discarded : texts.released);
      else toast.error(texts.failed, { description: failureOf(answer) });
      ask(false);
    });
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="small" pending={pending && !asking} onClick={() => run(false)}>
        {texts.release}
      </Button>
      {waiting > 0 ? (
        <Button size="small" look="quietDanger" disabled={pending} onClick={() => ask(true)}>
          {texts.discard}
        </Button>
      ) : null}
      <Dialog
        open={asking}
        onClose={() => ask(false)}
        title={texts.discardTitle}
        description={texts.discardText(numberIn(language)(waiting))}
      >
        <div className="flex justify-end gap-2">
          <Button onClick={() => ask(false)}>{many.cancel}</Button>
          <Button look="danger" pending={pending} onClick={() => run(true)}>
            {texts.discard}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
