"use client";

import { type ReactNode, startTransition, useActionState, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import type { ModeAdvice } from "@/lib/bots/recommend-mode";
import type { TokenCheck } from "@/lib/bots/schemas";
import { registerTexts } from "@/lib/i18n/register";
import { type ActionState, idle } from "@/lib/web/action-state";
import { AskingTelegram } from "./asking-telegram";
import { KnownBot } from "./known-bot";
import { ModeChoice } from "./mode-choice";
import { RegisterSteps } from "./register-steps";
import { tokenInput } from "./token-input";
import { TokenProblem } from "./token-problem";
import { useTokenCheck } from "./use-token-check";

interface RegisterFormProps {
  advice: ModeAdvice;
  steps: { label: string; names: readonly string[] };
  /** How one gets a token. */
  help: ReactNode;
  checkToken: (input: { token: string }) => Promise<ActionState<TokenCheck>>;
  /** Goes on to the last step when it succeeds; answers only when it does not. */
  register: (previous: ActionState<never>, form: FormData) => Promise<ActionState<never>>;
}

/** Paste a token, see whose it is; choose how it receives. The third step is a page of its own. */
export function RegisterForm({ advice, steps, help, checkToken, register }: RegisterFormProps) {
  const texts = registerTexts(useLanguage());
  const [token, setToken] = useState("");
  const { checking, ask, answerTo } = useTokenCheck((wanted) => checkToken({ token: wanted }));
  const [mode, setMode] = useState(advice.mode);
  const [answer, submit, registering] = useActionState(register, idle);
  const registerButton = useRef<HTMLButtonElement>(null);

  const checked = answerTo(token);
  const known = checked.status === "done" ? checked.data : null;
  const problem = checked.status === "failed" ? checked : null;
  const refusal = answer.status === "failed" ? answer : null;
  useEffect(() => {
    // The field it was pasted into is gone: the keyboard goes on where the next act is.
    if (known) registerButton.current?.focus({ preventScroll: true });
  }, [known]);

  return (
    <>
      <RegisterSteps {...steps} current={known ? 1 : 0} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!known) return ask(token);
          const form = new FormData(event.currentTarget);
          // The token is in no field any more, and never in the page's markup.
          form.set("token", token.trim());
          startTransition(() => submit(form));
        }}
        className="grid gap-6"
      >
        <Card className="grid gap-5 p-5 sm:p-6">
          {known ? (
            <KnownBot check={known} onChange={() => setToken("")} />
          ) : (
            <Field label={texts.token} hint={texts.tokenHint}>
              {(control) => (
                <Input
                  {...control}
                  {...tokenInput}
                  aria-invalid={problem ? true : undefined}
                  autoFocus
                  className="font-mono"
                  // Without `value`: React would write the token into the page's markup.
                  onChange={(event) => setToken(event.target.value)}
                  onBlur={(event) => ask(event.target.value)}
                  onPaste={(event) => ask(event.clipboardData.getData("text"))}
                />
              )}
            </Field>
          )}
          <div aria-live="polite" className="empty:hidden">
            {checking ? (
              <AskingTelegram />
            ) : problem ? (
              <TokenProblem code={problem.code} message={problem.message} />
            ) : null}
          </div>
          {known ? null : (
            <>
              <Button
                type="submit"
                look="primary"
                disabled={token.trim() === "" || checking}
                className="justify-self-start"
              >
                {texts.next}
              </Button>
              {help}
            </>
          )}
        </Card>
        {known ? (
          <>
            <ModeChoice value={mode} onChange={setMode} advice={advice} />
            {known.pendingCount > 0 ? <DropChoice count={known.pendingCount} /> : null}
            <div aria-live="polite" className="empty:hidden">
              {refusal && !registering ? (
                <TokenProblem code={refusal.code} message={refusal.message} />
              ) : null}
            </div>
            <Button
              ref={registerButton}
              type="submit"
              look="primary"
              pending={registering}
              className="max-w-full justify-self-start"
            >
              <span className="truncate">
                {registering ? texts.registering : texts.register(known.username)}
              </span>
            </Button>
          </>
        ) : null}
      </form>
    </>
  );
}

/** Whether what came while nobody listened is answered now, or forgotten. */
function DropChoice({ count }: { count: number }) {
  const texts = registerTexts(useLanguage());
  return (
    <Card className="p-5">
      <label className="flex items-start gap-3">
        <input
          type="checkbox"
          name="dropPending"
          value="true"
          className="mt-0.5 size-4 shrink-0 accent-accent"
        />
        <span>
          <span className="font-medium">{texts.dropTitle(count)}</span>
          <span className="block text-ink-2">{texts.dropText}</span>
        </span>
      </label>
    </Card>
  );
}
