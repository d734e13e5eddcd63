"use client";

import Form from "next/form";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { type BotSort, botSorts, doorFilters } from "@/lib/bots/bot-filter";
import { botsTexts } from "@/lib/i18n/bots";

interface ListFiltersProps {
  search: string | undefined;
  state: string | undefined;
  door: string | undefined;
  sort: BotSort;
}

/** Milliseconds after the last key before a search is made. */
const typingMs = 350;

/** Which bots are shown and in what order. The choice is in the address, so that it can be kept and sent. */
export function ListFilters({ search, state, door, sort }: ListFiltersProps) {
  const texts = botsTexts(useLanguage());
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Back, forward and "show all" change the search from outside; what is being typed stays.
    if (box.current && document.activeElement !== box.current) box.current.value = search ?? "";
  }, [search]);
  const choose = (event: { currentTarget: HTMLSelectElement }) => event.currentTarget.form?.requestSubmit();
  return (
    <Form
      action="/bots"
      replace
      scroll={false}
      role="search"
      aria-label={texts.filter}
      className="mb-3 grid grid-cols-2 gap-2 sm:flex"
    >
      {state === undefined ? null : <input type="hidden" name="state" value={state} />}
      <Input
        ref={box}
        name="q"
        type="search"
        aria-label={texts.search}
        placeholder={texts.search}
        defaultValue={search ?? ""}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        onChange={({ currentTarget: { form } }) => {
          clearTimeout(typing.current);
          typing.current = setTimeout(() => form?.requestSubmit(), typingMs);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") clearTimeout(typing.current);
        }}
        className="col-span-2 sm:min-w-40 sm:flex-1"
      />
      <Select
        name="door"
        aria-label={texts.door}
        defaultValue={door ?? ""}
        onChange={choose}
        className="max-sm:col-span-2 sm:w-48"
      >
        <option value="">{texts.anyDoor}</option>
        {doorFilters.map((each) => (
          <option key={each} value={each}>
            {texts.doors[each]}
          </option>
        ))}
      </Select>
      <Select
        name="sort"
        aria-label={texts.sort}
        defaultValue={sort}
        onChange={choose}
        className="max-sm:col-span-2 sm:w-48"
      >
        {botSorts.map((each) => (
          <option key={each} value={each}>
            {texts.sorts[each]}
          </option>
        ))}
      </Select>
      <noscript>
        <Button type="submit">{texts.apply}</Button>
      </noscript>
    </Form>
  );
}
