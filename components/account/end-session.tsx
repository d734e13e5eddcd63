"use client";

import { useTransition } from "react";
import { failureOf, unanswered } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { toast } from "@/components/ui/toast";
import { accountWords } from "@/lib/i18n/account";
import type { ActionState } from "@/lib/web/action-state";

export type EndSession = (input: { sessionId: string }) => Promise<ActionState<unknown>>;
export type EndOtherSessions = (input: Record<string, never>) => Promise<ActionState<{ ended: number }>>;

/** Signs one other browser out. Nothing is lost by it, so nothing is asked. */
export function EndSessionButton({ id, device, end }: { id: string; device: string; end: EndSession }) {
  const words = accountWords(useLanguage()).sessions;
  const [pending, start] = useTransition();
  return (
    <Button
      size="small"
      pending={pending}
      aria-label={words.endNamed(device)}
      onClick={() =>
        start(async () => {
          const state = await end({ sessionId: id }).catch(unanswered);
          if (state.status === "done") toast.success(words.ended);
          else toast.error(words.notEnded, { description: failureOf(state) });
        })
      }
    >
      {words.end}
    </Button>
  );
}

export function EndOthers({ endOthers }: { endOthers: EndOtherSessions }) {
  const words = accountWords(useLanguage()).sessions;
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
          if (state.status === "done") toast.success(words.endedOthers(state.data.ended));
          else toast.error(words.notEnded, { description: failureOf(state) });
        })
      }
    >
      {words.endOthers}
    </Button>
  );
}
