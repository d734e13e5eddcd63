import { fieldError } from "@/components/forms/state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { authTexts } from "@/lib/i18n/auth";
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
  const texts = authTexts(useLanguage());
  return (
    <>
      <Field label={texts.email} error={fieldError(state, "email")}>
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
        label={texts.password}
        hint={fresh ? texts.passwordHint : undefined}
        fresh={fresh}
      />
    </>
  );
}
