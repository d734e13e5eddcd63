import { type BotFilter, type BotSort, botSorts, botStates, doorFilters } from "@/lib/bots/bot-filter";
import { queryValue } from "../verb-for-page";

/** What the address of the list says: which bots, in what order, and which page. */
export interface BotsAddress {
  filter: BotFilter;
  sort: BotSort;
  page: number;
}

/** Reads it, leaving out what cannot be meant: a hand-typed address never fails. */
export function readBotsAddress(query: Readonly<Record<string, string | string[] | undefined>>): BotsAddress {
  const page = Number(queryValue(query.page) ?? 1);
  return {
    filter: {
      search: queryValue(query.q)?.trim().slice(0, 100) || undefined,
      state: oneOf(botStates, queryValue(query.state)),
      door: oneOf(doorFilters, queryValue(query.door)),
    },
    sort: oneOf(botSorts, queryValue(query.sort)) ?? "attention",
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

function oneOf<T extends string>(known: readonly T[], value: string | undefined): T | undefined {
  return known.find((each) => each === value);
}

export function botsHref({ filter, sort, page }: BotsAddress): string {
  const query = new URLSearchParams();
  if (filter.search !== undefined) query.set("q", filter.search);
  if (filter.state !== undefined) query.set("state", filter.state);
  if (filter.door !== undefined) query.set("door", filter.door);
  if (sort !== "attention") query.set("sort", sort);
  if (page > 1) query.set("page", String(page));
  const text = query.toString();
  return text === "" ? "/bots" : `/bots?${text}`;
}
