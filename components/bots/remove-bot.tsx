"use client";

import { useState, useTransition } from "react";
import { failureOf } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useLanguage } from "@/components/ui/language";
import { settingsTexts } from "@/lib/i18n/settings";
import type { ActionState } from "@/lib/web/action-state";
import { TypedConfirm } from "./typed-confirm";

interface RemoveBotProps {
  botId: number;
  username: string;
  /** Goes to the list when it succeeds. */
  remove: (input: { botId: number }) => Promise<ActionState<unknown>>;
}

/** Removes the bot, once its name has been typed: nothing of it can be brought back. */
export function RemoveBot({ botId, username, remove }: RemoveBotProps) {
  const texts = settingsTexts(useLanguage()).remove;
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [pending, start] = useTransition();
  const close = () => {
    setOpen(false);
    setProblem(undefined);
  };
  return (
    <>
      <Button look="quietDanger" className="max-w-full" onClick={() => setOpen(true)}>
        <span className="truncate">{texts.open(username)}</span>
      </Button>
      <Dialog open={open} onClose={close} title={texts.dialogTitle(username)} description={texts.dialogText}>
        <TypedConfirm
          username={username}
          label={texts.confirm(username)}
          keep={texts.keep}
          confirm={texts.remove}
          confirming={texts.removing}
          pending={pending}
          problem={problem}
          onKeep={close}
          onConfirm={() =>
            start(async () => {
              const state = await remove({ botId });
              setProblem(state.status === "failed" ? failureOf(state) : undefined);
            })
          }
        />
      </Dialog>
    </>
  );
}
