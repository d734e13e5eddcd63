"use client";

import { useTransition } from "react";
import { failureOf, unanswered } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { toast } from "@/components/ui/toast";
import { accountTexts } from "@/lib/i18n/account";
import type { ActionState } from "@/lib/web/action-state";

export type EndSession = (input: { sessionId: string }) => Promise<ActionState<unknown>>;
export type EndOtherSessions = (input: Record<string, never>) => Promise<ActionState<{ ended: number }>>;

/** Signs one other browser out. Nothing is lost by it, so nothing is asked. */
export function EndSessionButton({ id, device, end }: { id: string; device: string; end: EndSession }) {
  const texts = accountTexts(useLanguage()).sessions;
  const [pending, start] = useTransition();
  return (
    <Button
      size="small"
      pending={pending}
      aria-label={texts.endNamed(device)}
      onClick={() =>
        start(async () => {
          const state = await end({ sessionId: id }).catch(unanswered);
          if (state.status === "done") toast.success(texts.ended);
          else toast.error(texts.notEnded, { description: failureOf(state) });
        })
      }
    >
      {texts.end}
    </Button>
  );
}

export function EndOthers({ endOthers }: { endOthers: EndOtherSessions }) {
  const texts = accountTexts(useLanguage()).sessions;
  const [pending, start] = useTransition();
  return (
    <Button
      size="small"
      look="quietDanger"
      className="justify-self-start"
      pending={pending}
      onClick={() =>
        start(async () => {
          const state = await endOthers({}).catch(unanswered);
          if (state.status === "done") toast.success(texts.endedOthers(state.data.ended));
          else toast.error(texts.notEnded, { description: failureOf(state) });
        })
      }
    >
      {texts.endOthers}
    </Button>
  );
}
