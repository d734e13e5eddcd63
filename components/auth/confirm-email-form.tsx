"use client";

import { type ReactNode, useActionState } from "react";
import { FormProblem } from "@/components/forms/form-problem";
import { Button, buttonStyle } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { authTexts } from "@/lib/i18n/auth";
import { type ActionState, idle } from "@/lib/web/action-state";

type State = ActionState<{ email: string }>;

interface ConfirmEmailFormProps {
  token: string;
  action: (previous: State, form: FormData) => Promise<State>;
  /**
   * What stands in the place of the form where the link is void. The page is rendered anew once the action has set the
   * browser's cookie, and the link is used up by then: what the form says of its success comes first.
   */
  children: ReactNode;
}

export function ConfirmEmailForm({ token, action, children }: ConfirmEmailFormProps) {
  const texts = authTexts(useLanguage()).confirm;
  const [state, submit, pending] = useActionState(action, idle);
  if (state.status === "done") {
    return (
      <>
        <Notice tone="good" live>
          {texts.done(state.data.email)}
        </Notice>
        <Link href="/account" className={buttonStyle({ look: "primary", className: "mt-5 w-full" })}>
          {texts.account}
        </Link>
      </>
    );
  }
  if (children) return children;
  return (
    <form action={submit} className="grid gap-5">
      <input type="hidden" name="token" value={token} />
      <FormProblem state={state} fields={[]} />
      <Button type="submit" look="primary" pending={pending}>
        {texts.submit}
      </Button>
    </form>
  );
}
