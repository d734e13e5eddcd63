"use client";

import { X } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { Button, buttonStyle } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { adminFormWords } from "@/lib/words/admin-form";

interface AuditFiltersProps {
  choice: Readonly<
    Partial<Record<"action" | "person" | "from" | "to", string | undefined>> & { bot?: number | undefined }
  >;
}

/** Which entries are shown. The choice is in the address. */
export function AuditFilters({ choice }: AuditFiltersProps) {
  const words = adminFormWords(useLanguage()).audit;
  const active = Object.values(choice).some((value) => value !== undefined);
  return (
    <Form
      action="/admin/audit"
      scroll={false}
      role="search"
      aria-label={words.label}
      className="mb-4 grid grid-cols-1 items-start gap-3 min-[26rem]:grid-cols-2 md:grid-cols-[1.3fr_1.3fr_0.7fr_1fr_1fr_auto]"
    >
      <Field label={words.action} hint={words.actionHint}>
        {(control) => <Input {...control} name="action" maxLength={80} defaultValue={choice.action ?? ""} />}
      </Field>
      <Field label={words.person} hint={words.personHint}>
        {(control) => <Input {...control} name="person" maxLength={254} defaultValue={choice.person ?? ""} />}
      </Field>
      <Field label={words.bot}>
        {(control) => (
          <Input {...control} name="bot" inputMode="numeric" maxLength={10} defaultValue={choice.bot ?? ""} />
        )}
      </Field>
      <Field label={words.from}>
        {(control) => <Input {...control} name="from" type="date" defaultValue={choice.from ?? ""} />}
      </Field>
      <Field label={words.to}>
        {(control) => <Input {...control} name="to" type="date" defaultValue={choice.to ?? ""} />}
      </Field>
      <span className="flex gap-2 md:mt-6.5">
        <Button type="submit">{words.filter}</Button>
        {active ? (
          <Link
            href="/admin/audit"
            scroll={false}
            aria-label={words.clear}
            className={buttonStyle({ look: "ghost" })}
          >
            <X aria-hidden />
          </Link>
        ) : null}
      </span>
    </Form>
  );
}
