import { Field } from "@/components/ui/field";
import { Input, Select, Textarea } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { repliesTexts } from "@/lib/i18n/replies";
import { Bubble } from "./bubble";
import { ButtonRows } from "./button-rows";
import { type ReplyDraft, triggerTexts } from "./draft";
import { TriggerFields } from "./trigger-fields";

interface ReplyFieldsProps {
  draft: ReplyDraft;
  error: (path: string) => string | undefined;
  change: (patch: Partial<ReplyDraft>) => void;
  botUsername: string;
}

const sampleNames = ["first_name", "last_name", "username", "text", "chat_id", "update_id", "bot_username"];

/** The fields of one reply, and how the answer will look. */
export function ReplyFields({ draft, error, change, botUsername }: ReplyFieldsProps) {
  const texts = repliesTexts(useLanguage());
  const asked =
    draft.triggerType === "any" ? texts.previewAsk : triggerTexts(draft, texts).replace(/[“”]/g, "");
  const samples = {
    first_name: "Ada",
    last_name: "Lovelace",
    username: "ada",
    text: asked,
    chat_id: "48151623",
    update_id: "108070605",
    bot_username: botUsername,
  };
  return (
    <div className="grid gap-x-6 gap-y-5 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <div className="grid content-start gap-5">
        <TriggerFields draft={draft} error={error} change={change} />
        <Field
          label={texts.answers}
          error={error("text")}
          hint={
            <>
              {texts.names}{" "}
              {sampleNames.map((name) => (
                <button
                  key={name}
                  type="button"
                  onClick={() => change({ text: `${draft.text}{{${name}}}` })}
                  className="mr-1 mb-1 inline-block rounded border border-line bg-sunken px-1 py-px font-mono text-2xs text-ink-2 hover:text-ink"
                >
                  {`{{${name}}}`}
                </button>
              ))}
            </>
          }
        >
          {(control) => (
            <Textarea
              {...control}
              rows={4}
              value={draft.text}
              onChange={(event) => change({ text: event.target.value })}
            />
          )}
        </Field>
        <ButtonRows rows={draft.rows} error={error} change={(rows) => change({ rows })} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={texts.formatting} error={error("parseMode")}>
            {(control) => (
              <Select
                {...control}
                value={draft.parseMode}
                onChange={(event) => change({ parseMode: event.target.value })}
              >
                <option value="">{texts.formats.none}</option>
                <option value="HTML">HTML</option>
                <option value="MarkdownV2">MarkdownV2</option>
                <option value="Markdown">{texts.formats.old}</option>
              </Select>
            )}
          </Field>
          <Field label={texts.language} hint={texts.languageHint} error={error("language")}>
            {(control) => (
              <Input
                {...control}
                value={draft.language}
                maxLength={16}
                placeholder={texts.everyone}
                autoCapitalize="none"
                spellCheck={false}
                onChange={(event) => change({ language: event.target.value })}
              />
            )}
          </Field>
        </div>
      </div>
      <div>
        <p className="mb-1.5 font-medium text-[0.8125rem]">{texts.preview}</p>
        <div className="lg:sticky lg:top-20">
          <Bubble
            asked={asked}
            text={draft.text}
            parseMode={draft.parseMode}
            samples={samples}
            emptyText={texts.previewEmpty}
            rows={draft.rows.map(({ buttons }) => buttons.map(({ text }) => text))}
          />
        </div>
      </div>
    </div>
  );
}
