"use client";

import { useLanguage } from "@/components/ui/language";
import { adminFormWords } from "@/lib/i18n/admin-form";
import { FilterRow } from "./filter-row";

interface PeopleFiltersProps {
  choice: { search?: string | undefined; role?: string | undefined; state?: string | undefined };
}

/** Which people the table shows. */
export function PeopleFilters({ choice }: PeopleFiltersProps) {
  const words = adminFormWords(useLanguage()).people;
  return (
    <FilterRow
      action="/admin/users"
      label={words.label}
      search={{ label: words.search, placeholder: words.placeholder, value: choice.search }}
      choices={[
        { name: "role", label: words.role, any: words.anyRole, options: words.roles, chosen: choice.role },
        {
          name: "state",
          label: words.state,
          any: words.anyState,
          options: words.states,
          chosen: choice.state,
        },
      ]}
    />
  );
}
