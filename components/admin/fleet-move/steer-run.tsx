"use client";

import { useState, useTransition } from "react";
import { failureOf } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useLanguage } from "@/components/ui/language";
import { toast } from "@/components/ui/toast";
import { adminFormTexts } from "@/lib/i18n/admin-form";
import type { ActionState } from "@/lib/web/action-state";

type Act = "pause" | "resume" | "cancel" | "roll-back";

interface SteerRunProps {
  state: string;
  steer: (input: { act: Act }) => Promise<ActionState<unknown>>;
}

/** Pause, resume, cancel. A wave that is rolled back cannot be stopped half way. */
export function SteerRun({ state, steer }: SteerRunProps) {
  const all = adminFormTexts(useLanguage());
  const texts = all.migration;
  const [asking, setAsking] = useState(false);
  const [pending, start] = useTransition();
  if (state !== "running" && state !== "paused") return null;
  const act = (what: Act) =>
    start(async () => {
      const answer = await steer({ act: what });
      setAsking(false);
      if (answer.status === "failed") toast.error(all.failed, { description: failureOf(answer) });
    });
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        size="small"
        pending={pending && !asking}
        onClick={() => act(state === "paused" ? "resume" : "pause")}
      >
        {state === "paused" ? texts.resume : texts.pause}
      </Button>
      <Button size="small" look="quietDanger" onClick={() => setAsking(true)}>
        {texts.cancel}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={texts.cancelTitle}
        description={texts.cancelText}
      >
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => setAsking(false)} disabled={pending}>
            {texts.goOn}
          </Button>
          <Button onClick={() => act("cancel")} pending={pending}>
            {texts.keep}
          </Button>
          <Button look="danger" onClick={() => act("roll-back")} pending={pending}>
            {texts.rollBack}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
