"use client";

import { useState, useTransition } from "react";
import { failureOf } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { Notice } from "@/components/ui/notice";
import { adminFormTexts } from "@/lib/i18n/admin-form";
import type { ActionState } from "@/lib/web/action-state";

interface WebhookInfoProps {
  botId: number;
  ask: (input: { botId: number }) => Promise<ActionState<Record<string, unknown>>>;
}

/** getWebhookInfo as it is this moment, when somebody wants to know. */
export function WebhookInfo({ botId, ask }: WebhookInfoProps) {
  const texts = adminFormTexts(useLanguage()).webhookInfo;
  const [answer, setAnswer] = useState<ActionState<Record<string, unknown>>>({ status: "idle" });
  const [pending, start] = useTransition();
  return (
    <div className="grid gap-3">
      <div>
        <Button
          size="small"
          pending={pending}
          onClick={() => start(async () => setAnswer(await ask({ botId })))}
        >
          {pending ? texts.asking : texts.ask}
        </Button>
      </div>
      {answer.status === "failed" ? (
        <Notice tone="bad" live>
          {failureOf(answer)}
        </Notice>
      ) : null}
      {answer.status === "done" ? (
        <pre
          role="status"
          aria-label="getWebhookInfo"
          className="overflow-x-auto whitespace-pre-wrap break-all rounded-lg bg-sunken p-3 font-mono text-xs"
        >
          {JSON.stringify(answer.data, null, 2)}
        </pre>
      ) : null}
    </div>
  );
}
