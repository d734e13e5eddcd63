"use client";

import { X } from "lucide-react";
import Form from "next/form";
import { Button, buttonStyle } from "@/components/ui/button";
import { type FilterChoice, FilterSelect } from "@/components/ui/filter-select";
import { Input } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { Link } from "@/components/ui/link";
import { updatesTexts } from "@/lib/i18n/updates";
import { kindName } from "./update-texts";

export interface UpdateFilter {
  kind?: string | undefined;
  door?: string | undefined;
  state?: string | undefined;
  chatId?: string | undefined;
  text?: string | undefined;
}

interface UpdateFiltersProps {
  action: string;
  kinds: readonly string[];
  filter: UpdateFilter;
}

/** Which updates are shown. The choice is in the address, so that it can be kept and sent. */
export function UpdateFilters({ action, kinds, filter }: UpdateFiltersProps) {
  const language = useLanguage();
  const { filter: texts, states, doors } = updatesTexts(language);
  const active = Object.values(filter).some(Boolean);
  const kindNames = Object.fromEntries(kinds.map((kind) => [kind, kindName(kind, language)]));
  const { webhook, polling } = doors;
  const choices: FilterChoice[] = [
    { name: "state", label: texts.state, any: texts.anyState, options: states, chosen: filter.state },
    { name: "kind", label: texts.kind, any: texts.anyKind, options: kindNames, chosen: filter.kind },
    {
      name: "door",
      label: texts.door,
      any: texts.anyDoor,
      options: { webhook, polling },
      chosen: filter.door,
    },
  ];
  return (
    <Form
      action={action}
      scroll={false}
      aria-label={texts.label}
      className="mb-4 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap"
    >
      {choices.map((choice) => (
        <FilterSelect key={choice.name} choice={choice} className="sm:w-36" />
      ))}
      <Input
        name="chatId"
        aria-label={texts.chat}
        placeholder={texts.chat}
        inputMode="numeric"
        pattern="-?[0-9]{1,16}"
        title={texts.chatHint}
        defaultValue={filter.chatId ?? ""}
        className="sm:w-32"
      />
      <Input
        name="text"
        type="search"
        aria-label={texts.text}
        placeholder={texts.text}
        maxLength={200}
        defaultValue={filter.text ?? ""}
        className="max-sm:col-span-2 sm:w-36 sm:flex-1"
      />
      <Button type="submit">{texts.submit}</Button>
      {active ? (
        <Link href={action} scroll={false} className={buttonStyle({ look: "ghost" })}>
          <X aria-hidden />
          {texts.clear}
        </Link>
      ) : null}
    </Form>
  );
}
