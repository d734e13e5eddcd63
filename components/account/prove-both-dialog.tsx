import { useActionState } from "react";
import { CodeField } from "@/components/auth/code-field";
import { PasswordField } from "@/components/auth/password-field";
import { FormProblem } from "@/components/forms/form-problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useLanguage } from "@/components/ui/language";
import { accountTexts } from "@/lib/i18n/account";
import { authTexts } from "@/lib/i18n/auth";
import { type ActionState, idle } from "@/lib/web/action-state";

/** An act that takes the password and a code. */
export type ProveBoth<T> = (previous: ActionState<T>, form: FormData) => Promise<ActionState<T>>;

interface ProveBothDialogProps<T> {
  open: boolean;
  onClose: () => void;
  title: string;
  text: string;
  submit: string;
  danger?: boolean;
  action: ProveBoth<T>;
  onDone: (data: T) => void;
}

/** Asks for both factors before what protects the account is weakened. */
export function ProveBothDialog<T>({ open, onClose, title, text, ...form }: ProveBothDialogProps<T>) {
  return (
    <Dialog open={open} onClose={onClose} title={title} description={text}>
      <ProveBothForm onClose={onClose} {...form} />
    </Dialog>
  );
}

type FormProps<T> = Omit<ProveBothDialogProps<T>, "open" | "title" | "text">;

function ProveBothForm<T>({ onClose, submit: submitText, danger = false, action, onDone }: FormProps<T>) {
  const language = useLanguage();
  const [state, submit, pending] = useActionState(
    async (previous: ActionState<T>, form: FormData) => {
      const answer = await action(previous, form);
      if (answer.status === "done") onDone(answer.data);
      return answer;
    },
    idle as ActionState<T>,
  );
  return (
    <form action={submit} className="grid gap-4">
      <PasswordField state={state} label={authTexts(language).password} />
      <CodeField state={state} recovery />
      <FormProblem state={state} fields={["password", "code"]} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose} disabled={pending}>
          {accountTexts(language).cancel}
        </Button>
        <Button type="submit" look={danger ? "danger" : "primary"} pending={pending}>
          {submitText}
        </Button>
      </div>
    </form>
  );
}
