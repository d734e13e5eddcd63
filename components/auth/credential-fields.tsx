import { fieldError } from "@/components/forms/state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { authWords } from "@/lib/i18n/auth";
import type { ActionState } from "@/lib/web/action-state";
import { PasswordField } from "./password-field";

interface CredentialFieldsProps {
  state: ActionState<unknown>;
  /** A new password, for which the browser offers to make one up. */
  fresh: boolean;
  email: string;
  onEmail: (email: string) => void;
  /** An invitation may name whom it is for. */
  fixedEmail?: string | undefined;
}

/** Email and password. The email is kept by the form, so that a mistake does not cost typing it again. */
export function CredentialFields({ state, fresh, email, onEmail, fixedEmail }: CredentialFieldsProps) {
  const words = authWords(useLanguage());
  return (
    <>
      <Field label={words.email} error={fieldError(state, "email")}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            required
            maxLength={254}
            autoComplete="username"
            autoCapitalize="none"
            autoFocus={fixedEmail === undefined}
            readOnly={fixedEmail !== undefined}
            value={fixedEmail ?? email}
            onChange={(event) => onEmail(event.target.value)}
          />
        )}
      </Field>
      <PasswordField
        state={state}
        label={words.password}
        hint={fresh ? words.passwordHint : undefined}
        fresh={fresh}
      />
    </>
  );
}
