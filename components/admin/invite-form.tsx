"use client";

import { useActionState, useEffect, useState } from "react";
import { FormProblem } from "@/components/forms/form-problem";
import { fieldError } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { adminFormTexts } from "@/lib/i18n/admin-form";
import { type ActionState, idle } from "@/lib/web/action-state";

type InviteState = ActionState<{ path: string; expiresAt: string }>;

interface InviteFormProps {
  action: (previous: InviteState, form: FormData) => Promise<InviteState>;
}

/** Makes an invitation link and shows it, once. */
export function InviteForm({ action }: InviteFormProps) {
  const [state, submit, pending] = useActionState(action, idle);
  const texts = adminFormTexts(useLanguage());
  return (
    <div className="grid gap-4">
      <form action={submit} className="grid gap-3 sm:flex sm:items-start">
        <Field
          label={texts.invite.email}
          hint={texts.invite.emailHint}
          error={fieldError(state, "email")}
          className="sm:w-72"
        >
          {(control) => (
            <Input
              {...control}
              name="email"
              type="email"
              maxLength={254}
              autoComplete="off"
              placeholder={texts.invite.anyone}
            />
          )}
        </Field>
        <Field label={texts.invite.role} className="sm:w-40">
          {(control) => (
            <Select {...control} name="role" defaultValue="tenant">
              <option value="tenant">{texts.people.roles.tenant}</option>
              <option value="admin">{texts.people.roles.admin}</option>
            </Select>
          )}
        </Field>
        <Button type="submit" pending={pending} className="sm:mt-6.5">
          {texts.invite.create}
        </Button>
      </form>
      <FormProblem state={state} fields={["email"]} />
      {state.status === "done" && !pending ? <InviteLink path={state.data.path} /> : null}
    </div>
  );
}

/** The link under the address by which the admin reached the portal. */
function InviteLink({ path }: { path: string }) {
  const texts = adminFormTexts(useLanguage()).invite;
  const [link, setLink] = useState(path);
  useEffect(() => setLink(window.location.origin + path), [path]);
  return (
    <div role="status" className="grid gap-2.5 rounded-lg border border-good/30 bg-good-soft px-4 py-3">
      <p className="font-medium">{texts.once}</p>
      <div className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 flex-1 basis-56 break-all font-mono text-[0.8125rem]">{link}</code>
        <CopyButton text={link} />
      </div>
    </div>
  );
}
