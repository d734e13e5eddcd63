"use client";

import { useActionState, useState } from "react";
import { FormProblem } from "@/components/forms/form-problem";
import { Button } from "@/components/ui/button";
import { Filled } from "@/components/ui/filled";
import { useLanguage } from "@/components/ui/language";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { authTexts } from "@/lib/i18n/auth";
import { type ActionState, idle } from "@/lib/web/action-state";
import { CredentialFields } from "./credential-fields";
import type { SignInState } from "./sign-in-form";

interface SignUpFormProps {
  invite: string | undefined;
  invitedEmail: string | undefined;
  signUp: (previous: ActionState<void>, form: FormData) => Promise<ActionState<void>>;
  signIn: (previous: SignInState, form: FormData) => Promise<SignInState>;
}

/**
 * Makes an account and signs in. The two are separate requests: the answer to the first is the same
 * whether the address was new or taken; only a right password gets further.
 */
export function SignUpForm({ invite, invitedEmail, signUp, signIn }: SignUpFormProps) {
  const texts = authTexts(useLanguage()).signUp;
  const [email, setEmail] = useState("");
  const [state, submit, pending] = useActionState(async (previous: ActionState<void>, form: FormData) => {
    const made = await signUp(previous, form);
    if (made.status === "done") await signIn(idle, form);
    return made;
  }, idle);
  return (
    <form action={submit} className="grid gap-5">
      {invite ? <input type="hidden" name="invite" value={invite} /> : null}
      <FormProblem state={state} fields={["email", "password"]} />
      {state.status === "done" ? (
        <Notice tone="info" title={texts.nowSignIn} live>
          <Filled
            text={texts.nowSignInText}
            places={{
              signIn: (
                <Link href="/sign-in" className="text-accent underline underline-offset-2">
                  {texts.nowSignInLink}
                </Link>
              ),
            }}
          />
        </Notice>
      ) : null}
      <CredentialFields state={state} fresh email={email} onEmail={setEmail} fixedEmail={invitedEmail} />
      <Button type="submit" look="primary" pending={pending}>
        {pending ? texts.pending : texts.submit}
      </Button>
    </form>
  );
}
