"use client";

import { useLanguage } from "@/components/ui/language";
import { adminFormTexts } from "@/lib/i18n/admin-form";
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
  const texts = adminFormTexts(useLanguage()).find;
  const { search, door, status, health, sort, direction } = choice;
  return (
    <FilterRow
      action="/admin"
      label={texts.label}
      search={{ label: texts.search, placeholder: texts.placeholder, value: search }}
      choices={[
        { name: "door", label: texts.door, any: texts.anyDoor, options: texts.doors, chosen: door },
        { name: "status", label: texts.state, any: texts.anyState, options: texts.states, chosen: status },
        {
          name: "health",
          label: texts.health,
          any: texts.anyHealth,
          options: texts.verdicts,
          chosen: health,
        },
      ]}
      kept={{ sort, direction }}
    />
  );
}
