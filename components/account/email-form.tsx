"use client";

import { useActionState } from "react";
import { PasswordField } from "@/components/auth/password-field";
import { FormProblem } from "@/components/forms/form-problem";
import { fieldError } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { Notice } from "@/components/ui/notice";
import { accountTexts } from "@/lib/i18n/account";
import { type ActionState, idle } from "@/lib/web/action-state";

type State = ActionState<{ outcome: "changed" | "mail_sent" }>;

interface EmailFormProps {
  /** Whether the new address is asked by mail first. */
  byMail: boolean;
  action: (previous: State, form: FormData) => Promise<State>;
}

/** Another address for signing in. It takes the password: a session alone must not move an account away. */
export function EmailForm({ byMail, action }: EmailFormProps) {
  const texts = accountTexts(useLanguage()).email;
  const [state, submit, pending] = useActionState(action, idle);
  return (
    <form action={submit} className="grid max-w-sm gap-4">
      <Field label={texts.fresh} hint={byMail ? texts.hint : undefined} error={fieldError(state, "email")}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            required
            maxLength={254}
            autoComplete="off"
            autoCapitalize="none"
          />
        )}
      </Field>
      <PasswordField state={state} label={texts.password} />
      <FormProblem state={state} fields={["email", "password"]} />
      {state.status === "done" && !pending ? (
        <Notice tone="good" live>
          {state.data.outcome === "changed" ? texts.changed : texts.sent}
        </Notice>
      ) : null}
      <Button type="submit" pending={pending} className="justify-self-start">
        {texts.submit}
      </Button>
    </form>
  );
}
