"use client";

import { useActionState, useState } from "react";
import { FormProblem } from "@/components/forms/form-problem";
import { Button } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { authTexts } from "@/lib/i18n/auth";
import { type ActionState, idle } from "@/lib/web/action-state";
import { CodeField } from "./code-field";
import { CredentialFields } from "./credential-fields";

export type SignInState = ActionState<{ codeNeeded: true }>;

interface SignInFormProps {
  next: string;
  action: (previous: SignInState, form: FormData) => Promise<SignInState>;
}

/**
 * Signing in, in one step or two. In the second the form sends email and password along again: the server
 * keeps nothing between the steps that somebody could pick up.
 */
export function SignInForm({ next, action }: SignInFormProps) {
  const texts = authTexts(useLanguage());
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState<string>();
  const [state, submit, pending] = useActionState(async (previous: SignInState, form: FormData) => {
    const answer = await action(previous, form);
    if (answer.status === "done") setPassword(String(form.get("password")));
    // The password was changed meanwhile: back to the first step.
    else if (answer.status === "failed" && answer.code === "not_signed_in") setPassword(undefined);
    return answer;
  }, idle);
  return (
    <form action={submit} className="grid gap-5">
      <input type="hidden" name="next" value={next} />
      <FormProblem state={state} fields={["email", "password", "code"]} />
      {password === undefined ? (
        <CredentialFields state={state} fresh={false} email={email} onEmail={setEmail} />
      ) : (
        <>
          <input type="hidden" name="email" value={email} />
          <input type="hidden" name="password" value={password} />
          <h2 className="font-medium">{texts.code.title}</h2>
          <CodeField state={state} recovery />
        </>
      )}
      <Button type="submit" look="primary" pending={pending}>
        {pending ? texts.signIn.pending : texts.signIn.submit}
      </Button>
      {password === undefined ? null : (
        <Button look="ghost" onClick={() => setPassword(undefined)}>
          {texts.code.startOver}
        </Button>
      )}
    </form>
  );
}
