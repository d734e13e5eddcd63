"use client";

import { useState, useTransition } from "react";
import { failureOf, unanswered } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { Notice } from "@/components/ui/notice";
import { repliesTexts } from "@/lib/i18n/replies";
import type { TriedReplies } from "@/lib/replies/try-replies";
import type { ActionState } from "@/lib/web/action-state";
import { Bubble } from "./bubble";
import { inputOf, type ReplyDraft, triggerTexts } from "./draft";

export type TryReplies = (input: {
  botId: number;
  replies: unknown[];
  text: string;
  language?: string;
}) => Promise<ActionState<TriedReplies>>;

interface TryBoxProps {
  botId: number;
  drafts: readonly ReplyDraft[];
  run: TryReplies;
}

/** What was tried, with the list as it stood then: the answer is about no other. */
interface Outcome {
  text: string;
  drafts: readonly ReplyDraft[];
  state: ActionState<TriedReplies>;
}

/** Says which reply would answer a message, and why, with the list as it stands in the editor. */
export function TryBox({ botId, drafts, run }: TryBoxProps) {
  const texts = repliesTexts(useLanguage()).test;
  const [text, setText] = useState("");
  const [language, setLanguage] = useState("");
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [running, start] = useTransition();
  return (
    <Section title={texts.title} description={texts.text}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() === "") return;
          start(async () => {
            const input = { botId, replies: drafts.map(inputOf), text, language };
            setOutcome({ text, drafts, state: await run(input).catch(unanswered) });
          });
        }}
        className="grid grid-cols-[minmax(0,1fr)_6rem] items-end gap-2 sm:grid-cols-[minmax(0,1fr)_6rem_auto]"
      >
        <Field label={texts.message}>
          {(control) => (
            <Input
              {...control}
              value={text}
              maxLength={4096}
              autoComplete="off"
              placeholder="/start"
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Field label={texts.language}>
          {(control) => (
            <Input
              {...control}
              value={language}
              maxLength={16}
              autoCapitalize="none"
              spellCheck={false}
              placeholder={texts.languageExample}
              onChange={(event) => setLanguage(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" pending={running} disabled={text.trim() === ""} className="max-sm:col-span-2">
          {running ? texts.running : texts.run}
        </Button>
      </form>
      <div aria-live="polite" className="mt-4 empty:hidden">
        {outcome === null ? null : outcome.state.status === "done" ? (
          <TryOutcome {...outcome} tried={outcome.state.data} />
        ) : (
          <Notice tone="bad">{failureOf(outcome.state)}</Notice>
        )}
      </div>
    </Section>
  );
}

function TryOutcome({ text, drafts, tried }: Omit<Outcome, "state"> & { tried: TriedReplies }) {
  const all = repliesTexts(useLanguage());
  const texts = all.test;
  const { match, answer, addressee } = tried;
  const reply = match && drafts[match.index];
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <div className="grid content-start gap-3">
        {match ? (
          <Notice tone="good" title={texts.answers(match.index + 1)}>
            {texts.because[match.trigger]} {answer === "" ? texts.empty : null}
          </Notice>
        ) : (
          <Notice tone="info" title={texts.nobody}>
            {addressee === null ? texts.nobodyText : texts.otherBot(addressee)}{" "}
            {drafts.length === 0 ? texts.noReplies : null}
          </Notice>
        )}
        {tried.tried.length > 0 ? (
          <details className="text-[0.8125rem]" open={!match}>
            <summary className="w-fit rounded text-ink-2 hover:text-ink">{texts.before}</summary>
            <ol className="mt-2 grid gap-1.5 text-ink-2">
              {tried.tried.map(({ index, miss }) => {
                const draft = drafts[index];
                return (
                  <li key={index} className="flex min-w-0 flex-wrap gap-x-2">
                    <span className="min-w-0 truncate font-mono text-ink">
                      {index + 1}. {draft ? triggerTexts(draft, all) : ""}
                    </span>
                    {texts.misses[miss]}
                  </li>
                );
              })}
            </ol>
          </details>
        ) : null}
      </div>
      {reply && answer ? (
        <Bubble
          asked={text}
          text={answer}
          parseMode={reply.parseMode}
          emptyText={all.previewEmpty}
          rows={reply.rows.map(({ buttons }) => buttons.map((button) => button.text))}
        />
      ) : null}
    </div>
  );
}
