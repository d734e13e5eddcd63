"use client";

import { useActionState, useState } from "react";
import { CodeField } from "@/components/auth/code-field";
import { PasswordField } from "@/components/auth/password-field";
import { FormProblem } from "@/components/forms/form-problem";
import { fieldError } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { accountTexts } from "@/lib/i18n/account";
import { type ActionState, idle } from "@/lib/web/action-state";

export type DeleteAccountAction = (
  previous: ActionState<never>,
  form: FormData,
) => Promise<ActionState<never>>;

interface DeleteAccountProps {
  email: string;
  /** Whether a code of the person's device is asked for. */
  twoFactor: boolean;
  action: DeleteAccountAction;
}

/** Deletes the account, once its address has been typed: nothing of it can be brought back. */
export function DeleteAccount(props: DeleteAccountProps) {
  const texts = accountTexts(useLanguage()).deletion;
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button look="quietDanger" onClick={() => setOpen(true)}>
        {texts.open}
      </Button>
      <Dialog open={open} onClose={close} title={texts.dialogTitle} description={texts.dialogText}>
        <DeleteForm {...props} onKeep={close} />
      </Dialog>
    </>
  );
}

function DeleteForm({ email, twoFactor, action, onKeep }: DeleteAccountProps & { onKeep: () => void }) {
  const all = accountTexts(useLanguage());
  const texts = all.deletion;
  const [typed, setTyped] = useState("");
  const [state, submit, pending] = useActionState(action, idle);
  return (
    <form action={submit} className="grid gap-4">
      <Field label={texts.confirm(email)} error={fieldError(state, "confirm")}>
        {(control) => (
          <Input
            {...control}
            name="confirm"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <PasswordField state={state} label={all.email.password} />
      {twoFactor ? <CodeField state={state} recovery /> : null}
      <FormProblem state={state} fields={["confirm", "password", "code"]} />
      <div className="flex justify-end gap-2">
        <Button onClick={onKeep} disabled={pending}>
          {texts.keep}
        </Button>
        <Button type="submit" look="danger" pending={pending} disabled={typed.trim().toLowerCase() !== email}>
          {pending ? texts.deleting : texts.submit}
        </Button>
      </div>
    </form>
  );
}
