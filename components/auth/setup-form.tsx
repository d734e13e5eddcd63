"use client";

import { useActionState, useState } from "react";
import { FormProblem } from "@/components/forms/form-problem";
import { Button } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { authTexts } from "@/lib/i18n/auth";
import { type ActionState, idle } from "@/lib/web/action-state";
import { CredentialFields } from "./credential-fields";

interface SetupFormProps {
  token: string;
  action: (previous: ActionState<never>, form: FormData) => Promise<ActionState<never>>;
}

/** Makes the portal's first admin. */
export function SetupForm({ token, action }: SetupFormProps) {
  const texts = authTexts(useLanguage()).setup;
  const [state, submit, pending] = useActionState(action, idle);
  const [email, setEmail] = useState("");
  return (
    <form action={submit} className="grid gap-5">
      <input type="hidden" name="token" value={token} />
      <FormProblem state={state} fields={["email", "password"]} />
      <CredentialFields state={state} fresh email={email} onEmail={setEmail} />
      <Button type="submit" look="primary" pending={pending}>
        {pending ? texts.pending : texts.submit}
      </Button>
    </form>
  );
}
