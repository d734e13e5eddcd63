"use client";

import { useLanguage } from "@/components/ui/language";
import { adminFormTexts } from "@/lib/i18n/admin-form";
import { FilterRow } from "./filter-row";

interface PeopleFiltersProps {
  choice: { search?: string | undefined; role?: string | undefined; state?: string | undefined };
}

/** Which people the table shows. */
export function PeopleFilters({ choice }: PeopleFiltersProps) {
  const texts = adminFormTexts(useLanguage()).people;
  return (
    <FilterRow
      action="/admin/users"
      label={texts.label}
      search={{ label: texts.search, placeholder: texts.placeholder, value: choice.search }}
      choices={[
        { name: "role", label: texts.role, any: texts.anyRole, options: texts.roles, chosen: choice.role },
        {
          name: "state",
          label: texts.state,
          any: texts.anyState,
          options: texts.states,
          chosen: choice.state,
        },
      ]}
    />
  );
}
