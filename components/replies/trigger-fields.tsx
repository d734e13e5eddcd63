import { Field } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { repliesTexts } from "@/lib/i18n/replies";
import type { ReplyDraft, TriggerType } from "./draft";

const types: readonly TriggerType[] = ["command", "keyword", "regex", "any"];

interface TriggerFieldsProps {
  draft: ReplyDraft;
  error: (path: string) => string | undefined;
  change: (patch: Partial<ReplyDraft>) => void;
}

/** When a reply is sent. */
export function TriggerFields({ draft, error, change }: TriggerFieldsProps) {
  const texts = repliesTexts(useLanguage());
  const { hint } = texts.triggers[draft.triggerType];
  const placeholders = { command: "start", keyword: texts.keywordExample, regex: "order\\s+#?\\d+", any: "" };
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={texts.when} error={error("trigger.type")}>
        {(control) => (
          <Select
            {...control}
            value={draft.triggerType}
            onChange={(event) => change({ triggerType: event.target.value as TriggerType })}
          >
            {types.map((value) => (
              <option key={value} value={value}>
                {texts.triggers[value].name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {draft.triggerType === "any" ? (
        <p className="self-end pb-2 text-ink-3 text-xs">{hint}</p>
      ) : (
        <Field
          label={texts.triggers[draft.triggerType].label}
          hint={hint}
          error={error("trigger.value") ?? error("trigger")}
        >
          {(control) => (
            <Input
              {...control}
              value={draft.triggerValue}
              placeholder={placeholders[draft.triggerType]}
              maxLength={600}
              autoCapitalize="none"
              spellCheck={draft.triggerType === "keyword"}
              className={draft.triggerType === "keyword" ? undefined : "font-mono"}
              onChange={(event) => change({ triggerValue: event.target.value, offReason: null })}
            />
          )}
        </Field>
      )}
    </div>
  );
}
