"use client";

import { useState } from "react";
import { fieldError } from "@/components/forms/state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { authTexts } from "@/lib/i18n/auth";
import type { ActionState } from "@/lib/web/action-state";

interface CodeFieldProps {
  state: ActionState<unknown>;
  /** Whether a recovery code will do as well. */
  recovery: boolean;
  /** Left out: it takes the focus when it appears. */
  autoFocus?: boolean;
}

/** The code of the person's device: digits with the phone's number pad, or a recovery code with letters. */
export function CodeField({ state, recovery, autoFocus = true }: CodeFieldProps) {
  const texts = authTexts(useLanguage()).code;
  const [letters, setLetters] = useState(false);
  return (
    <div className="grid gap-2">
      <Field
        label={letters ? texts.recoveryLabel : texts.label}
        hint={letters ? texts.recoveryHint : texts.hint}
        error={fieldError(state, "code")}
      >
        {(control) => (
          <Input
            {...control}
            // A fresh field for each kind: what was typed as the one is no use as the other.
            key={letters ? "letters" : "digits"}
            name="code"
            required
            autoFocus={autoFocus || letters}
            maxLength={64}
            inputMode={letters ? "text" : "numeric"}
            autoComplete={letters ? "off" : "one-time-code"}
            autoCapitalize="none"
            spellCheck={false}
            className="font-mono tracking-widest"
          />
        )}
      </Field>
      {recovery ? (
        <button
          type="button"
          onClick={() => setLetters(!letters)}
          className="justify-self-start rounded text-accent text-xs underline underline-offset-2"
        >
          {letters ? texts.useApp : texts.useRecovery}
        </button>
      ) : null}
    </div>
  );
}
