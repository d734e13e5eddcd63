"use client";

import { useActionState, useEffect, useRef } from "react";
import { CodeField } from "@/components/auth/code-field";
import { PasswordField } from "@/components/auth/password-field";
import { FormProblem } from "@/components/forms/form-problem";
import { fieldError } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, FieldError } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { accountTexts } from "@/lib/i18n/account";
import { type ActionState, idle } from "@/lib/web/action-state";

type CreateState = ActionState<{ key: string }>;
export type CreateKey = (previous: CreateState, form: FormData) => Promise<CreateState>;

const scopes = ["read", "write", "messages"] as const;
const lifetimes = ["30", "90", "365"] as const;

interface NewApiKeyProps {
  /** Whether a code of the person's device is asked for. */
  twoFactor: boolean;
  create: CreateKey;
}

/** Makes a key, with what it may do and how long; shows it once. It takes the password: a key outlives a session. */
export function NewApiKey({ twoFactor, create }: NewApiKeyProps) {
  const texts = accountTexts(useLanguage()).apiKeys;
  const [state, submit, pending] = useActionState(create, idle);
  const scopeError = fieldError(state, "scopes");
  return (
    <>
      <form action={submit} className="grid gap-4">
        <div className="grid gap-4 sm:grid-cols-[1fr_11rem]">
          <Field label={texts.name} error={fieldError(state, "name")}>
            {(control) => (
              <Input
                {...control}
                name="name"
                maxLength={100}
                placeholder={texts.namePlaceholder}
                autoComplete="off"
              />
            )}
          </Field>
          <Field label={texts.expires} error={fieldError(state, "expiresInDays")}>
            {(control) => (
              <Select {...control} name="expiresInDays" defaultValue="">
                <option value="">{texts.never}</option>
                {lifetimes.map((days) => (
                  <option key={days} value={days}>
                    {texts.lifetime[days]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        <fieldset className="grid gap-2">
          <legend className="mb-2 font-medium text-[0.8125rem]">{texts.may}</legend>
          {scopes.map((scope) => (
            <label key={scope} className="flex items-start gap-2.5">
              <input
                type="checkbox"
                name="scopes"
                value={scope}
                defaultChecked
                className="mt-0.5 size-4 shrink-0 accent-accent"
              />
              <span>
                {texts.scope[scope]} <span className="text-ink-3">{texts.scopeText[scope]}</span>
              </span>
            </label>
          ))}
          {scopeError ? <FieldError>{scopeError}</FieldError> : null}
        </fieldset>
        <div className="grid gap-4 sm:grid-cols-2">
          <PasswordField state={state} label={texts.password} />
          {twoFactor ? <CodeField state={state} recovery autoFocus={false} /> : null}
        </div>
        <FormProblem state={state} fields={["name", "scopes", "expiresInDays", "password", "code"]} />
        <Button type="submit" pending={pending} className="justify-self-start">
          {texts.create}
        </Button>
      </form>
      {state.status === "done" && !pending ? <NewKey key={state.data.key} text={state.data.key} /> : null}
    </>
  );
}

/** The one time a key is seen. It takes the focus, so that nobody misses it. */
function NewKey({ text }: { text: string }) {
  const texts = accountTexts(useLanguage()).apiKeys;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="status"
      className="grid gap-2.5 rounded-lg border border-good/30 bg-good-soft px-4 py-3 outline-none"
    >
      <p className="font-medium">{texts.copyNow}</p>
      <div className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 flex-1 basis-56 break-all font-mono text-[0.8125rem]">{text}</code>
        <CopyButton text={text} />
      </div>
    </div>
  );
}
