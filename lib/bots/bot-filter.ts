import type { BotView } from "./schemas";

/** What a tenant may narrow the list of bots down to. A paused bot is no alarm, and stands apart. */
export const botStates = ["down", "degraded", "unknown", "healthy", "paused"] as const;
export type BotState = (typeof botStates)[number];

export const doorFilters = ["webhook", "polling", "fallback", "none"] as const;
export type DoorFilter = (typeof doorFilters)[number];

/** "attention" puts what needs a person first. */
export const botSorts = ["attention", "name", "recent", "volume", "newest"] as const;
export type BotSort = (typeof botSorts)[number];

export interface BotFilter {
  /** Part of a name or @username, or the whole of a number. */
  search?: string | undefined;
  state?: BotState | undefined;
  door?: DoorFilter | undefined;
}

/** What of a bot decides where in the list it stands, if it does. */
export interface Listed
  extends Pick<
    BotView,
    "id" | "telegramId" | "username" | "name" | "mode" | "activeDoor" | "status" | "lastUpdateAt" | "health"
  > {}

export function botState(bot: Pick<BotView, "status" | "health">): BotState {
  return bot.status === "paused" ? "paused" : bot.health.status;
}

/** Whether a bot is among those that were asked for. */
export function fitsFilter(bot: Listed, { search, state, door }: BotFilter): boolean {
  return (
    (state === undefined || botState(bot) === state) &&
    (door === undefined || doorOf(bot) === door) &&
    (search === undefined || isNamed(bot, search))
  );
}

function doorOf({ mode, activeDoor }: Listed): DoorFilter {
  return mode === "webhook" && activeDoor === "polling" ? "fallback" : activeDoor;
}

function isNamed({ id, telegramId, username, name }: Listed, search: string): boolean {
  const wanted = search.trim().replace(/^@/, "").toLowerCase();
  return (
    username.toLowerCase().includes(wanted) ||
    name.toLowerCase().includes(wanted) ||
    wanted === String(id) ||
    wanted === String(telegramId)
  );
}

/** Sorts a list in place; what is equal stands by username, so that a page is the same each time. */
export function sortBots<B extends Listed>(
  bots: B[],
  sort: BotSort,
  volumes: ReadonlyMap<number, number>,
): B[] {
  const byName = (a: B, b: B) => (a.username < b.username ? -1 : a.username > b.username ? 1 : a.id - b.id);
  const order: Record<BotSort, (a: B, b: B) => number> = {
    attention: (a, b) => botStates.indexOf(botState(a)) - botStates.indexOf(botState(b)),
    name: () => 0,
    // ISO 8601 in UTC sorts as text.
    recent: (a, b) => (b.lastUpdateAt ?? "").localeCompare(a.lastUpdateAt ?? "", "en"),
    volume: (a, b) => (volumes.get(b.id) ?? 0) - (volumes.get(a.id) ?? 0),
    newest: (a, b) => b.id - a.id,
  };
  return bots.sort((a, b) => order[sort](a, b) || byName(a, b));
}
