"use client";

import { Search, X } from "lucide-react";
import Form from "next/form";
import { Button, buttonStyle } from "@/components/ui/button";
import { type FilterChoice, FilterSelect } from "@/components/ui/filter-select";
import { Input } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { Link } from "@/components/ui/link";
import { adminFormTexts } from "@/lib/i18n/admin-form";

interface FilterRowProps {
  /** The table's page; the choice is in its address. */
  action: string;
  label: string;
  search: { label: string; placeholder: string; value: string | undefined };
  choices: readonly FilterChoice[];
  /** What else the address keeps, such as an order. */
  kept?: Readonly<Record<string, string>>;
}

/** Search and choices above a table. A choice counts at once. */
export function FilterRow({ action, label, search, choices, kept = {} }: FilterRowProps) {
  const texts = adminFormTexts(useLanguage()).find;
  const active = Boolean(search.value) || choices.some(({ chosen }) => chosen);
  return (
    <Form
      action={action}
      scroll={false}
      role="search"
      aria-label={label}
      className="mb-4 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap"
    >
      <span className="relative col-span-2 block min-w-0 sm:w-72">
        <Search aria-hidden className="absolute top-2.5 left-3 size-4 text-ink-3" />
        <Input
          name="search"
          type="search"
          aria-label={search.label}
          placeholder={search.placeholder}
          maxLength={100}
          defaultValue={search.value ?? ""}
          className="pl-9"
        />
      </span>
      {choices.map((choice) => (
        <FilterSelect key={choice.name} choice={choice} className="sm:w-auto" />
      ))}
      {Object.entries(kept).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit">{texts.find}</Button>
      {active ? (
        <Link href={action} scroll={false} className={buttonStyle({ look: "ghost" })}>
          <X aria-hidden />
          {texts.clear}
        </Link>
      ) : null}
    </Form>
  );
}
