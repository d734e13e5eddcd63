"use client";

import { X } from "lucide-react";
import Form from "next/form";
import { Button, buttonStyle } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { Link } from "@/components/ui/link";
import { adminFormTexts } from "@/lib/i18n/admin-form";

/** Actions of one thing, which can be chosen together. */
interface ActionGroup {
  thing: string;
  label: string;
  actions: { value: string; label: string }[];
}

interface AuditFiltersProps {
  actions: { any: string; all: string; groups: readonly ActionGroup[] };
  choice: Readonly<
    Partial<Record<"action" | "person" | "from" | "to", string | undefined>> & { bot?: number | undefined }
  >;
}

/** Which entries are shown. The choice is in the address. */
export function AuditFilters({ actions, choice }: AuditFiltersProps) {
  const texts = adminFormTexts(useLanguage()).audit;
  const active = Object.values(choice).some((value) => value !== undefined);
  return (
    <Form
      action="/admin/audit"
      scroll={false}
      role="search"
      aria-label={texts.label}
      className="mb-4 grid grid-cols-2 items-start gap-3 md:grid-cols-3 lg:grid-cols-[1.5fr_1.2fr_0.7fr_1fr_1fr_auto]"
    >
      <Field label={texts.action} className="max-md:col-span-2">
        {(control) => (
          <Select {...control} name="action" defaultValue={choice.action ?? ""}>
            <option value="">{actions.any}</option>
            {actions.groups.map(({ thing, label, actions: ofThing }) => (
              <optgroup key={thing} label={label}>
                {ofThing.length > 1 ? <option value={thing}>{`${label}: ${actions.all}`}</option> : null}
                {ofThing.map(({ value, label: text }) => (
                  <option key={value} value={value}>
                    {text}
                  </option>
                ))}
              </optgroup>
            ))}
          </Select>
        )}
      </Field>
      <Field label={texts.person}>
        {(control) => (
          <Input
            {...control}
            name="person"
            placeholder={texts.personHint}
            maxLength={254}
            defaultValue={choice.person ?? ""}
          />
        )}
      </Field>
      <Field label={texts.bot}>
        {(control) => (
          <Input {...control} name="bot" inputMode="numeric" maxLength={10} defaultValue={choice.bot ?? ""} />
        )}
      </Field>
      <Field label={texts.from}>
        {(control) => <Input {...control} name="from" type="date" defaultValue={choice.from ?? ""} />}
      </Field>
      <Field label={texts.to}>
        {(control) => <Input {...control} name="to" type="date" defaultValue={choice.to ?? ""} />}
      </Field>
      <span className="flex gap-2 md:mt-6.5">
        <Button type="submit">{texts.filter}</Button>
        {active ? (
          <Link
            href="/admin/audit"
            scroll={false}
            aria-label={texts.clear}
            className={buttonStyle({ look: "ghost" })}
          >
            <X aria-hidden />
          </Link>
        ) : null}
      </span>
    </Form>
  );
}
