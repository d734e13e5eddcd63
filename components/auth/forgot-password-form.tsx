"use client";

import { useActionState } from "react";
import { FormProblem } from "@/components/forms/form-problem";
import { fieldError } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { Notice } from "@/components/ui/notice";
import { authTexts } from "@/lib/i18n/auth";
import { type ActionState, idle } from "@/lib/web/action-state";

interface ForgotPasswordFormProps {
  action: (previous: ActionState<void>, form: FormData) => Promise<ActionState<void>>;
}

/** Asks for a link. Afterwards it says the same whoever the address belongs to. */
export function ForgotPasswordForm({ action }: ForgotPasswordFormProps) {
  const texts = authTexts(useLanguage());
  const [state, submit, pending] = useActionState(action, idle);
  if (state.status === "done") {
    return (
      <Notice tone="good" title={texts.forgot.sent} live>
        {texts.forgot.sentText}
      </Notice>
    );
  }
  return (
    <form action={submit} className="grid gap-5">
      <FormProblem state={state} fields={["email"]} />
      <Field label={texts.email} error={fieldError(state, "email")}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            required
            autoFocus
            maxLength={254}
            autoComplete="username"
            autoCapitalize="none"
          />
        )}
      </Field>
      <Button type="submit" look="primary" pending={pending}>
        {texts.forgot.submit}
      </Button>
    </form>
  );
}
