import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { repliesTexts } from "@/lib/i18n/replies";
import { type ButtonDraft, emptyButton, newKey, type RowDraft } from "./draft";

interface ButtonRowsProps {
  rows: RowDraft[];
  error: (path: string) => string | undefined;
  change: (rows: RowDraft[]) => void;
}

/** The inline buttons under a reply, row by row. */
export function ButtonRows({ rows, error, change }: ButtonRowsProps) {
  const texts = repliesTexts(useLanguage()).buttons;
  const setRow = (key: string, buttons: ButtonDraft[]) =>
    change(
      rows.flatMap((row) => (row.key !== key ? [row] : buttons.length === 0 ? [] : [{ ...row, buttons }])),
    );
  return (
    <fieldset className="grid gap-2.5">
      <legend className="mb-1.5 font-medium text-[0.8125rem]">{texts.title}</legend>
      {rows.map((row, index) => (
        <div key={row.key} className="grid gap-2 rounded-lg border border-line p-2.5">
          {row.buttons.map((button, place) => (
            <ButtonFields
              key={button.key}
              button={button}
              name={texts.name(index + 1, place + 1)}
              error={
                error(`buttons.${index}.${place}.text`) ??
                error(`buttons.${index}.${place}.${button.kind}`) ??
                error(`buttons.${index}.${place}`)
              }
              change={(patch) =>
                setRow(
                  row.key,
                  row.buttons.map((each) => (each.key === button.key ? { ...each, ...patch } : each)),
                )
              }
              remove={() =>
                setRow(
                  row.key,
                  row.buttons.filter((each) => each.key !== button.key),
                )
              }
            />
          ))}
          {error(`buttons.${index}`) ? <FieldError>{error(`buttons.${index}`)}</FieldError> : null}
          <Button
            look="ghost"
            size="small"
            className="justify-self-start"
            disabled={row.buttons.length >= 8}
            onClick={() => setRow(row.key, [...row.buttons, emptyButton()])}
          >
            <Plus aria-hidden />
            {texts.inRow}
          </Button>
        </div>
      ))}
      {error("buttons") ? <FieldError>{error("buttons")}</FieldError> : null}
      <Button
        size="small"
        className="justify-self-start"
        onClick={() => change([...rows, { key: newKey(), buttons: [emptyButton()] }])}
      >
        <Plus aria-hidden />
        {rows.length === 0 ? texts.add : texts.addRow}
      </Button>
    </fieldset>
  );
}

interface ButtonFieldsProps {
  button: ButtonDraft;
  name: string;
  error: string | undefined;
  change: (patch: Partial<ButtonDraft>) => void;
  remove: () => void;
}

function ButtonFields({ button, name, error, change, remove }: ButtonFieldsProps) {
  const texts = repliesTexts(useLanguage()).buttons;
  return (
    <div className="grid gap-1.5">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-2 sm:grid-cols-[minmax(0,1fr)_8.5rem_minmax(0,1.2fr)_auto]">
        <Input
          aria-label={`${name}: ${texts.label}`}
          aria-invalid={error ? true : undefined}
          placeholder={texts.labelExample}
          value={button.text}
          maxLength={80}
          onChange={(event) => change({ text: event.target.value })}
        />
        <Select
          aria-label={`${name}: ${texts.does}`}
          className="max-sm:col-start-1"
          value={button.kind}
          onChange={(event) => change({ kind: event.target.value === "url" ? "url" : "callback" })}
        >
          <option value="callback">{texts.actsLike}</option>
          <option value="url">{texts.opens}</option>
        </Select>
        <Input
          aria-label={`${name}: ${button.kind === "url" ? texts.address : texts.standsFor}`}
          aria-invalid={error ? true : undefined}
          className="max-sm:col-start-1"
          placeholder={button.kind === "url" ? "https://…" : "/help"}
          value={button.value}
          maxLength={2100}
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => change({ value: event.target.value })}
        />
        <Button
          look="ghost"
          size="icon"
          aria-label={`${name}: ${texts.remove}`}
          className="max-sm:col-start-2 max-sm:row-start-1"
          onClick={remove}
        >
          <X aria-hidden />
        </Button>
      </div>
      {error ? <FieldError>{error}</FieldError> : null}
    </div>
  );
}
