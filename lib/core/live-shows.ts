/**
 * What an open page shows, as it says in the address of its live events (`/api/events?shows=…`): `bots` for a list or
 * a fleet, which any bot may change, or the bots it shows. No bots: a page that nothing changes by itself.
 */
export type LiveShows = "bots" | readonly number[];

/** More bots than a page names; one that shows more shows a list. */
const maxBots = 100;

/** @param shows the query's value; null, where it is absent, is a list. @returns undefined where it is none of these. */
export function readLiveShows(shows: string | null): LiveShows | undefined {
  if (shows === null || shows === "bots") return "bots";
  if (shows === "") return [];
  const ids = shows.split(",");
  if (ids.length > maxBots || !ids.every((id) => /^[1-9]\d{0,8}$/.test(id))) return undefined;
  return ids.map(Number);
}

/** What a page has to say in the address to be told of `shows`. */
export function writeLiveShows(shows: LiveShows): string {
  return shows === "bots" ? shows : shows.join(",");
}
