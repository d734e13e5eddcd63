"use client";

import { useTransition } from "react";
import { failureOf } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { toast } from "@/components/ui/toast";
import { adminFormTexts } from "@/lib/i18n/admin-form";
import type { ActionState } from "@/lib/web/action-state";

interface RevokeInviteProps {
  id: string;
  revoke: (input: { id: string }) => Promise<ActionState<unknown>>;
}

/** Makes an invitation void. A new one is made as quickly, so nothing is asked. */
export function RevokeInvite({ id, revoke }: RevokeInviteProps) {
  const texts = adminFormTexts(useLanguage());
  const [pending, start] = useTransition();
  const run = () =>
    start(async () => {
      const answer = await revoke({ id });
      if (answer.status === "failed") toast.error(texts.failed, { description: failureOf(answer) });
      else toast.success(texts.people.revoked);
    });
  return (
    <Button size="small" look="quietDanger" pending={pending} onClick={run}>
      {texts.people.revoke}
    </Button>
  );
}
