"use client";

import { LoaderCircle } from "lucide-react";
import { useState, useTransition } from "react";
import { failureOf, unanswered } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useLanguage } from "@/components/ui/language";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { settingsTexts } from "@/lib/i18n/settings";
import type { ActionState } from "@/lib/web/action-state";
import { TypedConfirm } from "./typed-confirm";

interface DropPendingProps {
  botId: number;
  username: string;
  /** How many updates wait at Telegram now. */
  count: (input: { botId: number }) => Promise<ActionState<{ waiting: number }>>;
  drop: (input: { botId: number }) => Promise<ActionState<{ dropped: number }>>;
}

/** Forgets what waits at Telegram, once it has been said how much that is and the bot's name has been typed. */
export function DropPending({ botId, username, count, drop }: DropPendingProps) {
  const texts = settingsTexts(useLanguage()).drop;
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState<ActionState<{ waiting: number }> | null>(null);
  const [problem, setProblem] = useState<string>();
  const [, startAsking] = useTransition();
  const [pending, start] = useTransition();

  const ask = () => {
    setOpen(true);
    setAsked(null);
    setProblem(undefined);
    startAsking(async () => setAsked(await count({ botId }).catch(unanswered)));
  };
  const close = () => setOpen(false);
  const waiting = asked?.status === "done" ? asked.data.waiting : undefined;

  return (
    <>
      <Button look="quietDanger" onClick={ask}>
        {texts.open}
      </Button>
      <Dialog
        open={open}
        onClose={close}
        title={texts.dialogTitle}
        description={
          <span aria-live="polite">
            {asked === null ? (
              <span className="flex items-center gap-2">
                <LoaderCircle aria-hidden className="size-4 animate-spin" />
                {texts.asking}
              </span>
            ) : waiting === undefined ? null : waiting === 0 ? (
              texts.nothing
            ) : (
              texts.waiting(waiting)
            )}
          </span>
        }
      >
        {waiting !== undefined && waiting > 0 ? (
          <TypedConfirm
            username={username}
            label={texts.confirm(username)}
            keep={texts.keep}
            confirm={texts.drop(waiting)}
            confirming={texts.dropping}
            pending={pending}
            problem={problem}
            onKeep={close}
            onConfirm={() =>
              start(async () => {
                const state = await drop({ botId }).catch(unanswered);
                if (state.status !== "done") return setProblem(failureOf(state));
                setOpen(false);
                toast.success(texts.dropped(state.data.dropped));
              })
            }
          />
        ) : (
          <div className="grid gap-5">
            {asked?.status === "failed" ? (
              <Notice tone="bad" live>
                {failureOf(asked)}
              </Notice>
            ) : null}
            <Button onClick={close} className="justify-self-end">
              {texts.close}
            </Button>
          </div>
        )}
      </Dialog>
    </>
  );
}
