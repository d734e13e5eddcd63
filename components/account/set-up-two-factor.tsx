import { useActionState, useState } from "react";
import { CodeField } from "@/components/auth/code-field";
import { PasswordField } from "@/components/auth/password-field";
import { FormProblem } from "@/components/forms/form-problem";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { useLanguage } from "@/components/ui/language";
import { QrCode } from "@/components/ui/qr-code";
import type { QrCode as Code } from "@/lib/core/qr-code";
import { accountTexts } from "@/lib/i18n/account";
import { type ActionState, idle } from "@/lib/web/action-state";

interface Draft {
  secret: string;
  code: Code;
}

type FormOf<T> = (previous: ActionState<T>, form: FormData) => Promise<ActionState<T>>;

export interface SetUpTwoFactorActions {
  start: FormOf<Draft>;
  enable: FormOf<{ codes: string[] }>;
}

interface SetUpProps {
  actions: SetUpTwoFactorActions;
  onCodes: (codes: string[]) => void;
  onCancel: () => void;
}

/** Two forms after each other: the password, then the code of the app that has read the picture. */
export function SetUpTwoFactor({ actions, onCodes, onCancel }: SetUpProps) {
  const [draft, setDraft] = useState<Draft>();
  return draft ? (
    <ConfirmForm draft={draft} enable={actions.enable} onCodes={onCodes} onCancel={onCancel} />
  ) : (
    <PasswordForm start={actions.start} onDraft={setDraft} onCancel={onCancel} />
  );
}

interface PasswordFormProps {
  start: SetUpTwoFactorActions["start"];
  onDraft: (draft: Draft) => void;
  onCancel: () => void;
}

function PasswordForm({ start, onDraft, onCancel }: PasswordFormProps) {
  const all = accountTexts(useLanguage());
  const [state, submit, pending] = useActionState(async (previous: ActionState<Draft>, form: FormData) => {
    const answer = await start(previous, form);
    if (answer.status === "done") onDraft(answer.data);
    return answer;
  }, idle);
  return (
    <form action={submit} className="grid max-w-sm gap-4">
      <PasswordField state={state} label={all.twoFactor.passwordFirst} autoFocus />
      <FormProblem state={state} fields={["password"]} />
      <div className="flex gap-2">
        <Button type="submit" look="primary" pending={pending}>
          {all.twoFactor.next}
        </Button>
        <Button onClick={onCancel}>{all.cancel}</Button>
      </div>
    </form>
  );
}

interface ConfirmFormProps {
  draft: Draft;
  enable: SetUpTwoFactorActions["enable"];
  onCodes: (codes: string[]) => void;
  onCancel: () => void;
}

function ConfirmForm({ draft, enable, onCodes, onCancel }: ConfirmFormProps) {
  const all = accountTexts(useLanguage());
  const texts = all.twoFactor;
  const [state, submit, pending] = useActionState(
    async (previous: ActionState<{ codes: string[] }>, form: FormData) => {
      const answer = await enable(previous, form);
      if (answer.status === "done") onCodes(answer.data.codes);
      return answer;
    },
    idle,
  );
  const spaced = draft.secret.replaceAll(/(.{4})(?=.)/g, "$1 ");
  return (
    <form action={submit} className="grid gap-5">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-4">
        <QrCode code={draft.code} label={texts.qrLabel} />
        <div className="grid min-w-0 flex-1 basis-64 gap-4">
          <div>
            <p className="font-medium">{texts.scan}</p>
            <p className="text-ink-2">{texts.scanText}</p>
          </div>
          <div className="grid justify-items-start gap-1.5">
            <p className="text-ink-2">{texts.byHand}</p>
            <code className="font-mono text-[0.8125rem]">{spaced}</code>
            <CopyButton text={draft.secret} />
          </div>
        </div>
      </div>
      <div className="grid max-w-sm gap-4">
        <p className="text-ink-2">{texts.enterCode}</p>
        <CodeField state={state} recovery={false} />
        <FormProblem state={state} fields={["code"]} />
        <div className="flex gap-2">
          <Button type="submit" look="primary" pending={pending}>
            {texts.turnOn}
          </Button>
          <Button onClick={onCancel}>{all.cancel}</Button>
        </div>
      </div>
    </form>
  );
}
