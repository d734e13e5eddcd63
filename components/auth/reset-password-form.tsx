"use client";

import { type ReactNode, useActionState } from "react";
import { FormProblem } from "@/components/forms/form-problem";
import { Button, buttonStyle } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { authTexts } from "@/lib/i18n/auth";
import { type ActionState, idle } from "@/lib/web/action-state";
import { PasswordField } from "./password-field";

interface ResetPasswordFormProps {
  token: string;
  action: (previous: ActionState<void>, form: FormData) => Promise<ActionState<void>>;
  /**
   * What stands in the place of the form where the link is void. The page is rendered anew once the action has set the
   * browser's cookie, and the link is used up by then: what the form says of its success comes first.
   */
  children: ReactNode;
}

/** Chooses a new password by a mailed link. Signing in comes after, with the second factor where there is one. */
export function ResetPasswordForm({ token, action, children }: ResetPasswordFormProps) {
  const texts = authTexts(useLanguage());
  const [state, submit, pending] = useActionState(action, idle);
  if (state.status === "done") {
    return (
      <>
        <Notice tone="good" title={texts.reset.done} live>
          {texts.reset.doneText}
        </Notice>
        <Link href="/sign-in" className={buttonStyle({ look: "primary", className: "mt-5 w-full" })}>
          {texts.signIn.title}
        </Link>
      </>
    );
  }
  if (children) return children;
  return (
    <form action={submit} className="grid gap-5">
      <input type="hidden" name="token" value={token} />
      <FormProblem state={state} fields={["password"]} />
      <PasswordField state={state} label={texts.reset.fresh} hint={texts.passwordHint} fresh autoFocus />
      <Button type="submit" look="primary" pending={pending}>
        {texts.reset.submit}
      </Button>
    </form>
  );
}
