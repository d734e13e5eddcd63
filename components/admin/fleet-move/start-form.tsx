"use client";

import { useActionState } from "react";
import { FormProblem } from "@/components/forms/form-problem";
import { fieldError } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { adminFormTexts } from "@/lib/i18n/admin-form";
import { type ActionState, idle } from "@/lib/web/action-state";

const watches = [1, 5, 15, 60, 240];
const thresholds = [5, 10, 20, 50];

interface StartFormProps {
  /** Whether every check is in order; the server asks again. */
  ready: boolean;
  action: (previous: ActionState<void>, form: FormData) => Promise<ActionState<void>>;
}

/** How carefully the wizard goes, and the button that starts it. */
export function StartForm({ ready, action }: StartFormProps) {
  const texts = adminFormTexts(useLanguage()).migration;
  const [state, submit, pending] = useActionState(action, idle);
  return (
    <form action={submit} className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={texts.watch} hint={texts.watchHint} error={fieldError(state, "watchS")}>
          {(control) => (
            <Select {...control} name="watchS" defaultValue="300">
              {watches.map((minutes) => (
                <option key={minutes} value={minutes * 60}>
                  {texts.minutes(minutes)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label={texts.threshold}
          hint={texts.thresholdHint}
          error={fieldError(state, "thresholdPercent")}
        >
          {(control) => (
            <Select {...control} name="thresholdPercent" defaultValue="10">
              {thresholds.map((percent) => (
                <option key={percent} value={percent}>
                  {texts.percent(percent)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <FormProblem state={state} fields={["watchS", "thresholdPercent"]} />
      <div>
        <Button type="submit" look="primary" pending={pending} disabled={!ready}>
          {pending ? texts.starting : texts.start}
        </Button>
      </div>
    </form>
  );
}
