"use client";

import { useActionState } from "react";
import { PasswordField } from "@/components/auth/password-field";
import { FormProblem } from "@/components/forms/form-problem";
import { Button } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { Notice } from "@/components/ui/notice";
import { accountTexts } from "@/lib/i18n/account";
import { type ActionState, idle } from "@/lib/web/action-state";

interface PasswordFormProps {
  /** Not shown: it tells the browser's password manager whose password this is. */
  email: string;
  /** How many API keys there are to end. */
  apiKeys: number;
  action: (previous: ActionState<void>, form: FormData) => Promise<ActionState<void>>;
}

export function PasswordForm({ email, apiKeys, action }: PasswordFormProps) {
  const texts = accountTexts(useLanguage()).password;
  const [state, submit, pending] = useActionState(action, idle);
  return (
    <form action={submit} className="grid max-w-sm gap-4">
      <input type="text" defaultValue={email} autoComplete="username" hidden readOnly />
      <PasswordField state={state} label={texts.current} name="currentPassword" />
      <PasswordField state={state} label={texts.fresh} hint={texts.hint} name="newPassword" fresh />
      <label className="flex items-center gap-2.5">
        <input type="checkbox" name="endOthers" defaultChecked className="size-4 accent-accent" />
        {texts.endOthers}
      </label>
      {apiKeys > 0 ? (
        <label className="flex items-center gap-2.5">
          <input type="checkbox" name="endKeys" className="size-4 accent-accent" />
          {texts.endKeys(apiKeys)}
        </label>
      ) : null}
      <FormProblem state={state} fields={["currentPassword", "newPassword"]} />
      {state.status === "done" && !pending ? (
        <Notice tone="good" live>
          {texts.changed}
        </Notice>
      ) : null}
      <Button type="submit" pending={pending} className="justify-self-start">
        {texts.submit}
      </Button>
    </form>
  );
}
