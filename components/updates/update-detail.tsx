import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Definition, Definitions } from "@/components/ui/definition";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { spanOf } from "@/components/ui/relative-time";
import { TimeAgo } from "@/components/ui/time-ago";
import type { UpdateDetail as Update } from "@/lib/bots/inspector-schemas";
import type { Language } from "@/lib/i18n/language";
import { updatesTexts } from "@/lib/i18n/updates";
import { pageLanguage, pageSentences } from "@/lib/web/page-language";
import { ActionList } from "./action-list";
import { JsonTree } from "./json-tree";
import { kindName, stateTones } from "./update-texts";

interface UpdateDetailProps {
  update: Update;
  /** Where the other updates of its chat are. */
  chatHref: string;
  /** What can be done with it. */
  acts: ReactNode;
}

/** All there is to know about one update: what came, what became of it at each attempt, what the bot did. */
export async function UpdateDetail({ update, chatHref, acts }: UpdateDetailProps) {
  const [language, say] = await Promise.all([pageLanguage(), pageSentences()]);
  const all = updatesTexts(language);
  const texts = all.detail;
  return (
    <div className="grid gap-5">
      <header className="flex flex-wrap items-center gap-3">
        <h2 className="font-semibold text-[0.9375rem]">{kindName(update.kind, language)}</h2>
        <Badge tone={stateTones[update.state]}>{all.states[update.state]}</Badge>
      </header>
      {acts}
      {update.state === "quarantined" ? (
        <Notice tone="warn" title={texts.asideTitle}>
          {texts.asideText}
        </Notice>
      ) : null}
      {update.error ? (
        <Notice
          tone={update.state === "handled" ? "warn" : "bad"}
          title={update.state === "handled" ? texts.note : texts.failed}
        >
          {say(update.error)}
        </Notice>
      ) : null}
      <Definitions>
        <Definition name={texts.update}>{update.updateId}</Definition>
        <Definition name={texts.chat}>
          {update.chatId === null ? (
            texts.noChat
          ) : (
            <Link
              href={chatHref}
              title={texts.filterChat}
              className="rounded underline decoration-line-strong underline-offset-2 hover:text-accent"
            >
              {update.chatId}
            </Link>
          )}
        </Definition>
        <Definition name={texts.door}>{all.doors[update.door]}</Definition>
        <Definition name={texts.received}>
          <TimeAgo at={update.receivedAt} />
        </Definition>
        <Definition name={texts.handled}>{handledTexts(update, language)}</Definition>
        {update.attempts > 1 ? <Definition name={texts.attempts}>{update.attempts}</Definition> : null}
      </Definitions>
      <section>
        <h3 className="mb-2 font-medium text-[0.8125rem]">{texts.did}</h3>
        {update.actions.length === 0 ? (
          <p className="text-ink-2">
            {update.state === "open"
              ? texts.nothingYet
              : update.state === "quarantined"
                ? texts.nothingAside
                : texts.nothing}
          </p>
        ) : (
          <ActionList actions={update.actions} language={language} />
        )}
      </section>
      {update.earlier.length === 0 ? null : (
        <section>
          <h3 className="mb-2 font-medium text-[0.8125rem]">{texts.earlier}</h3>
          <div className="grid gap-2">
            {update.earlier.toReversed().map((attempt) => (
              <details key={attempt.attempt} className="rounded-lg border border-line px-4 py-2.5">
                <summary className="rounded">
                  <span className="font-medium">{texts.attempt(attempt.attempt)}</span>
                  <span className="ml-2 text-ink-3 text-xs">
                    {all.states[attempt.state]} · <TimeAgo at={attempt.handledAt} />
                  </span>
                </summary>
                <div className="mt-3">
                  {attempt.error ? <p className="mb-2 text-bad-ink text-xs">{say(attempt.error)}</p> : null}
                  {attempt.actions.length === 0 ? (
                    <p className="text-ink-2">{texts.nothing}</p>
                  ) : (
                    <ActionList actions={attempt.actions} language={language} />
                  )}
                </div>
              </details>
            ))}
          </div>
        </section>
      )}
      <JsonTree value={update.payload} label={texts.payload} language={language} />
    </div>
  );
}

function handledTexts({ receivedAt, handledAt, state, attempts }: Update, language: Language): ReactNode {
  const texts = updatesTexts(language).detail;
  if (handledAt === null) return state === "open" || state === "quarantined" ? texts.notYet : texts.never;
  // After a replay the way from its arrival says nothing about how long it took.
  if (attempts > 1) return <TimeAgo at={handledAt} />;
  const ms = Math.max(0, Date.parse(handledAt) - Date.parse(receivedAt));
  return texts.after(spanOf(ms, language));
}
