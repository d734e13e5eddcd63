"use client";

import { CircleCheck } from "lucide-react";
import { startTransition, useActionState, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { Notice } from "@/components/ui/notice";
import { settingsTexts } from "@/lib/i18n/settings";
import { type ActionState, idle } from "@/lib/web/action-state";
import { AskingTelegram } from "./asking-telegram";
import { tokenInput } from "./token-input";
import { TokenProblem } from "./token-problem";
import { useTokenCheck } from "./use-token-check";

interface TokenFormProps {
  botId: number;
  check: (input: {
    botId: number;
    token: string;
  }) => Promise<ActionState<{ username: string; inUse: boolean }>>;
  action: (previous: ActionState<void>, form: FormData) => Promise<ActionState<void>>;
}

/** Gives the bot a new token. The old one is not shown, here or anywhere. */
export function TokenForm({ botId, check, action }: TokenFormProps) {
  const texts = settingsTexts(useLanguage()).token;
  const [token, setToken] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const { checking, ask, answerTo } = useTokenCheck((wanted) => check({ botId, token: wanted }));
  const [state, submit, pending] = useActionState(async (previous: ActionState<void>, form: FormData) => {
    const answer = await action(previous, form);
    if (answer.status === "done") {
      setToken("");
      if (field.current) field.current.value = "";
    }
    return answer;
  }, idle);
  const checked = answerTo(token);
  const known = checked.status === "done" ? checked.data : null;
  const problem =
    checked.status === "failed" ? checked : state.status === "failed" && token !== "" ? state : null;
  return (
    <form
      onSubmit={(event) => {
        // Not `action`: React would empty the form after it, refusals included.
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        startTransition(() => submit(form));
      }}
      className="grid gap-4"
    >
      <input type="hidden" name="botId" value={botId} />
      <Field label={texts.label} hint={texts.hint}>
        {(control) => (
          <Input
            {...control}
            {...tokenInput}
            aria-invalid={problem ? true : undefined}
            className="max-w-md font-mono"
            ref={field}
            // Without `value`: React would write the token into the page's markup.
            onChange={(event) => setToken(event.target.value)}
            onBlur={(event) => ask(event.target.value)}
            onPaste={(event) => ask(event.clipboardData.getData("text"))}
          />
        )}
      </Field>
      <div aria-live="polite" className="empty:hidden">
        {checking ? (
          <AskingTelegram />
        ) : problem ? (
          <TokenProblem code={problem.code} message={problem.message} />
        ) : known ? (
          known.inUse ? (
            <Notice tone="info">{texts.inUse}</Notice>
          ) : (
            <p className="flex items-center gap-2 text-ink-2">
              <CircleCheck aria-hidden className="size-4 shrink-0 text-good" />
              {texts.same(known.username)}
            </p>
          )
        ) : state.status === "done" && !pending && token === "" ? (
          <Notice tone="good">{texts.done}</Notice>
        ) : null}
      </div>
      <Button
        type="submit"
        pending={pending}
        disabled={token.trim() === "" || checking || known?.inUse === true}
        className="justify-self-start"
      >
        {pending ? texts.replacing : texts.replace}
      </Button>
    </form>
  );
}
