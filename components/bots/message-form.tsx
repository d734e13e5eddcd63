"use client";

import { CircleCheck } from "lucide-react";
import { startTransition, useActionState, useState } from "react";
import { fieldError, formError } from "@/components/forms/state";
import { Bubble } from "@/components/replies/bubble";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input, Select, Textarea } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { Notice } from "@/components/ui/notice";
import type { RecentChat } from "@/lib/bots/recent-chats";
import { messagesTexts } from "@/lib/i18n/messages";
import { type ActionState, idle } from "@/lib/web/action-state";

type SendState = ActionState<{ messageId: number }>;

interface MessageFormProps {
  botId: number;
  botUsername: string;
  /** Chats that wrote lately: the ones people want to answer. */
  recentChats: readonly RecentChat[];
  send: (previous: SendState, form: FormData) => Promise<SendState>;
}

/** The Bot API's limit, in the units in which browsers count too. */
const maxCharacters = 4096;

/** Sends one message as the bot. What was written stays when Telegram refuses it. */
export function MessageForm({ botId, botUsername, recentChats, send }: MessageFormProps) {
  const texts = messagesTexts(useLanguage());
  const [chatId, setChatId] = useState("");
  const [text, setText] = useState("");
  const [parseMode, setParseMode] = useState("");
  const [state, submit, sending] = useActionState(async (previous: SendState, form: FormData) => {
    const answer = await send(previous, form);
    if (answer.status === "done") setText("");
    return answer;
  }, idle);
  const problem = formError(state, ["chatId", "text", "parseMode"]);
  const tooLong = text.length > maxCharacters ? texts.tooLong(text.length) : undefined;
  const refused = state.status === "failed" && state.code === "telegram_refused";

  return (
    <form
      onSubmit={(event) => {
        // Not `action`: React would empty the form after it, refusals included.
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        startTransition(() => submit(form));
      }}
      className="grid gap-x-6 gap-y-5 lg:grid-cols-[minmax(0,1fr)_18rem]"
    >
      <input type="hidden" name="botId" value={botId} />
      <div className="grid content-start gap-5">
        <Field label={texts.to} error={fieldError(state, "chatId")} hint={texts.toHint}>
          {(control) => (
            <Input
              {...control}
              name="chatId"
              required
              maxLength={40}
              placeholder={texts.toExample}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={chatId}
              onChange={(event) => setChatId(event.target.value)}
            />
          )}
        </Field>
        {recentChats.length > 0 ? (
          <div className="-mt-2 flex flex-wrap items-center gap-1.5 text-xs">
            <span className="text-ink-3">{texts.lately}</span>
            {recentChats.map(({ id, name }) => (
              <button
                key={id}
                type="button"
                title={texts.openChat(name, id)}
                aria-pressed={chatId === String(id)}
                onClick={() => setChatId(String(id))}
                className="max-w-44 truncate rounded-full border border-line bg-sunken px-2.5 py-1 text-ink-2 hover:border-line-strong hover:text-ink aria-pressed:border-accent aria-pressed:text-accent"
                data-numeric
              >
                {name}
              </button>
            ))}
          </div>
        ) : null}
        <Field
          label={texts.message}
          error={tooLong ?? fieldError(state, "text")}
          hint={tooLong ? undefined : texts.count(text.length)}
        >
          {(control) => (
            <Textarea
              {...control}
              name="text"
              required
              rows={5}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Field label={texts.formatting} error={fieldError(state, "parseMode")} className="sm:max-w-56">
          {(control) => (
            <Select
              {...control}
              name="parseMode"
              value={parseMode}
              onChange={(event) => setParseMode(event.target.value)}
            >
              <option value="">{texts.formats.none}</option>
              <option value="HTML">HTML</option>
              <option value="MarkdownV2">MarkdownV2</option>
              <option value="Markdown">{texts.formats.old}</option>
            </Select>
          )}
        </Field>
        {problem && !sending ? (
          <Notice tone="bad" title={refused ? texts.refused : texts.notSent} live>
            {problem}
          </Notice>
        ) : null}
        <div className="flex flex-wrap items-center gap-4">
          <Button
            type="submit"
            look="primary"
            pending={sending}
            disabled={tooLong !== undefined}
            className="max-w-full"
          >
            <span className="truncate">{sending ? texts.sending : texts.send(botUsername)}</span>
          </Button>
          <span role="status" className="text-ink-2">
            {state.status === "done" && !sending ? (
              <span className="inline-flex items-center gap-1.5">
                <CircleCheck aria-hidden className="size-4 text-good" />
                {texts.sent(state.data.messageId)}
              </span>
            ) : null}
          </span>
        </div>
      </div>
      <div className="max-lg:row-start-2">
        <p className="mb-1.5 font-medium text-[0.8125rem]">{texts.preview}</p>
        <Bubble text={text} parseMode={parseMode} emptyText={texts.previewEmpty} />
      </div>
    </form>
  );
}
