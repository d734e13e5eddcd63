import { CircleCheck, CircleX, Send } from "lucide-react";
import type { UpdateAction } from "@/lib/bots/schemas";
import { shownText } from "@/lib/core/shown-text";
import type { Language } from "@/lib/i18n/language";
import { updatesTexts } from "@/lib/i18n/updates";
import { actionName } from "./update-texts";

interface ActionListProps {
  actions: readonly UpdateAction[];
  language: Language;
  /** They were not made: a dry run says what would be. */
  dry?: boolean;
}

/** The calls a bot made in answer to an update, in their order. */
export function ActionList({ actions, language, dry = false }: ActionListProps) {
  return (
    <ol className="grid gap-2">
      {actions.map((action, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the calls of an attempt never change places
        <ActionLine key={index} action={action} language={language} dry={dry} />
      ))}
    </ol>
  );
}

function ActionLine({ action, language, dry }: { action: UpdateAction; language: Language; dry: boolean }) {
  const { icon: Icon, ink } =
    action.ok === false
      ? { icon: CircleX, ink: "text-bad" }
      : action.ok === null
        ? { icon: Send, ink: "text-accent" }
        : { icon: CircleCheck, ink: "text-good" };
  const texts = updatesTexts(language).detail;
  const { text } = action.params;
  const way = dry ? texts.wouldCall : action.via === "webhook-reply" ? texts.inAnswer : texts.byCall;
  return (
    <li className="flex gap-3 rounded-lg border border-line bg-surface px-4 py-3">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${ink}`} />
      <div className="min-w-0">
        <p className="font-medium">
          {dry ? (
            <span className="font-mono text-xs">{action.method}</span>
          ) : (
            actionName(action.method, language)
          )}
          <span className="ml-2 font-normal text-ink-3 text-xs">{way}</span>
        </p>
        {typeof text === "string" ? (
          <p className="mt-0.5 line-clamp-4 whitespace-pre-wrap text-ink-2">{shownText(text)}</p>
        ) : null}
        {action.maybeTwice ? <p className="mt-1 text-warn-ink text-xs">{texts.maybeTwice}</p> : null}
        {action.error ? <p className="mt-1 text-bad-ink text-xs">{shownText(action.error)}</p> : null}
      </div>
    </li>
  );
}
