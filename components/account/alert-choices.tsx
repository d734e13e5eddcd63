"use client";

import { useId, useOptimistic, useTransition } from "react";
import { failureOf, unanswered } from "@/components/forms/state";
import { useLanguage } from "@/components/ui/language";
import { Notice } from "@/components/ui/notice";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import type { AlertChoices as Choices } from "@/lib/alerts/alert-choices";
import { troubleKinds } from "@/lib/health/trouble-kinds";
import { accountTexts } from "@/lib/i18n/account";
import type { ActionState } from "@/lib/web/action-state";

interface AlertChoicesProps {
  email: string;
  choices: Choices & { mailAvailable: boolean };
  choose: (choices: Choices) => Promise<ActionState<unknown>>;
}

/** Which troubles of one's bots are told by mail. Each switch counts at once. */
export function AlertChoices({ email, choices, choose }: AlertChoicesProps) {
  const texts = accountTexts(useLanguage()).alerts;
  const [pending, start] = useTransition();
  const [{ mail, muted }, show] = useOptimistic<Choices>(choices);
  const change = (next: Choices) =>
    start(async () => {
      show(next);
      const state = await choose(next).catch(unanswered);
      if (state.status === "failed") toast.error(texts.unchanged, { description: failureOf(state) });
    });
  if (!choices.mailAvailable) return <Notice tone="info">{texts.noMail}</Notice>;
  return (
    <div className="grid gap-4">
      <Choice
        name={texts.mail}
        text={texts.mailText(email)}
        checked={mail}
        disabled={pending}
        onChange={(mail) => change({ mail, muted })}
      />
      <fieldset className="grid gap-4 border-line border-t pt-4">
        <legend className="sr-only">{texts.which}</legend>
        {troubleKinds.map((kind) => (
          <Choice
            key={kind}
            {...texts.kinds[kind]}
            checked={mail && !muted.includes(kind)}
            disabled={pending || !mail}
            onChange={(on) =>
              change({ mail, muted: on ? muted.filter((other) => other !== kind) : [...muted, kind] })
            }
          />
        ))}
      </fieldset>
    </div>
  );
}

interface ChoiceProps {
  name: string;
  text: string;
  checked: boolean;
  disabled: boolean;
  onChange: (checked: boolean) => void;
}

function Choice({ name, text, checked, disabled, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-6">
      <label htmlFor={id}>
        <span className="block font-medium text-[0.8125rem]">{name}</span>
        <span className="block text-ink-2">{text}</span>
      </label>
      <Switch id={id} checked={checked} disabled={disabled} onCheckedChange={onChange} />
    </div>
  );
}
