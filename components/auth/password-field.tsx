import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { fieldError } from "@/components/forms/state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { authTexts } from "@/lib/i18n/auth";
import type { ActionState } from "@/lib/web/action-state";

interface PasswordFieldProps {
  state: ActionState<unknown>;
  label: string;
  hint?: string | undefined;
  name?: string;
  /** A new one, for which the browser offers to make one up. */
  fresh?: boolean;
  autoFocus?: boolean;
}

/** A password that can be looked at: the one that somebody has, or a new one. */
export function PasswordField(props: PasswordFieldProps) {
  const { state, label, hint, name = "password", fresh = false, autoFocus } = props;
  return (
    <Field label={label} hint={hint} error={fieldError(state, name)}>
      {(control) => (
        <PasswordInput
          {...control}
          name={name}
          required
          autoFocus={autoFocus}
          minLength={fresh ? 8 : 1}
          maxLength={256}
          autoComplete={fresh ? "new-password" : "current-password"}
        />
      )}
    </Field>
  );
}

function PasswordInput(props: Omit<ComponentProps<"input">, "type">) {
  const texts = authTexts(useLanguage());
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <span className="relative block">
      <Input {...props} type={shown ? "text" : "password"} className="pr-10" />
      <button
        type="button"
        aria-label={shown ? texts.hidePassword : texts.showPassword}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 right-0 grid w-10 place-items-center rounded-md text-ink-3 hover:text-ink"
      >
        <Icon aria-hidden className="size-4" />
      </button>
    </span>
  );
}
