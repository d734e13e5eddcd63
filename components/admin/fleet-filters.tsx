"use client";

import { useLanguage } from "@/components/ui/language";
import { adminFormWords } from "@/lib/i18n/admin-form";
import { FilterRow } from "./filter-row";

export interface FleetChoice {
  search?: string | undefined;
  door?: string | undefined;
  status?: string | undefined;
  health?: string | undefined;
  sort: string;
  direction: string;
}

/** Which bots the table shows. */
export function FleetFilters({ choice }: { choice: FleetChoice }) {
  const words = adminFormWords(useLanguage()).find;
  const { search, door, status, health, sort, direction } = choice;
  return (
    <FilterRow
      action="/admin"
      label={words.label}
      search={{ label: words.search, placeholder: words.placeholder, value: search }}
      choices={[
        { name: "door", label: words.door, any: words.anyDoor, options: words.doors, chosen: door },
        { name: "status", label: words.state, any: words.anyState, options: words.states, chosen: status },
        {
          name: "health",
          label: words.health,
          any: words.anyHealth,
          options: words.verdicts,
          chosen: health,
        },
      ]}
      kept={{ sort, direction }}
    />
  );
}
