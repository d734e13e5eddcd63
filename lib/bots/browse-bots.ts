import type { TenantContext } from "../context";
import { findBotHours, findDoorEvents, findListedBots, findVolumes, type ListedBot } from "../data/bot-list";
import { findLeftOvers, type LeftOver } from "../data/health";
import { verdict } from "../health/verdict";
import { type BotFilter, type BotSort, type BotState, botState, fitsFilter, sortBots } from "./bot-filter";
import { healthFacts, latest, nothingLeft } from "./bot-view";
import { type Deployment, readDeployment } from "./deployment";
import { type HourHealth, heartbeat, shownHours } from "./heartbeat";
import type { BotView } from "./schemas";

/** A bot as the list shows it. */
export type BotGlance = Pick<
  BotView,
  | "id"
  | "telegramId"
  | "username"
  | "name"
  | "mode"
  | "activeDoor"
  | "status"
  | "doorReason"
  | "lastUpdateAt"
  | "health"
> & {
  /** Updates of the last day that could not be handled, and were put aside. */
  deadUpdates: number;
  /** The last 24 hours, oldest first. */
  hours: HourHealth[];
};

export interface BotPage {
  items: BotGlance[];
  /** From 1; never beyond the last. */
  page: number;
  pages: number;
  /** How many fit the filter, and how many there are in all. */
  matching: number;
  total: number;
  /** How many of all stand how. */
  byState: Record<BotState, number>;
}

/**
 * The actor's bots, filtered and sorted. Every bot is judged: what one person looks at is of this moment;
 * hours and changes are read only for the bots of the page. As many queries for a thousand bots as for one.
 */
export async function browseBots(
  ctx: TenantContext,
  input: { filter: BotFilter; sort: BotSort; page: number; limit: number },
): Promise<BotPage> {
  const { filter, sort, limit } = input;
  const [rows, deployment, volumes] = await Promise.all([
    findListedBots(ctx.data, ctx.actor.userId),
    readDeployment(ctx),
    sort === "volume" ? findVolumes(ctx.data, ctx.actor.userId, shownHours) : new Map<number, number>(),
  ]);
  const { now } = deployment;
  const leftOvers = await findLeftOvers(
    ctx.data,
    rows.map(({ id }) => id),
  );
  const all = rows.map((row) => ({
    row,
    ...glance(row, deployment, leftOvers.get(row.id) ?? nothingLeft, now),
  }));
  const byState: BotPage["byState"] = { down: 0, degraded: 0, unknown: 0, healthy: 0, paused: 0 };
  for (const bot of all) byState[botState(bot)]++;
  const matching = sortBots(
    all.filter((bot) => fitsFilter(bot, filter)),
    sort,
    volumes,
  );
  const pages = Math.max(1, Math.ceil(matching.length / limit));
  const page = Math.min(Math.max(1, input.page), pages);
  const shown = matching.slice((page - 1) * limit, page * limit);
  return {
    items: await withHours(ctx, shown, now),
    page,
    pages,
    matching: matching.length,
    total: all.length,
    byState,
  };
}

function glance(
  row: ListedBot,
  deployment: Deployment,
  left: LeftOver,
  now: number,
): Omit<BotGlance, "hours"> {
  const { id, telegramId, username, name, mode, activeDoor, status, doorReason } = row;
  return {
    id,
    telegramId: Number(telegramId),
    username,
    name,
    mode,
    activeDoor,
    status,
    doorReason,
    lastUpdateAt: latest(row.lastWebhookUpdate, row.lastPollingUpdate)?.toISOString() ?? null,
    health: verdict(healthFacts(row, deployment, left), now),
    deadUpdates: left.deadUpdates,
  };
}

async function withHours(
  ctx: TenantContext,
  bots: readonly (Omit<BotGlance, "hours"> & { row: ListedBot })[],
  now: number,
): Promise<BotGlance[]> {
  const ids = bots.map(({ id }) => id);
  const [counts, events] =
    ids.length === 0
      ? [[], []]
      : await Promise.all([findBotHours(ctx.data, ids, shownHours), findDoorEvents(ctx.data, ids)]);
  const countsOf = byBot(counts);
  const eventsOf = byBot(events);
  return bots.map(({ row, ...bot }) => ({
    ...bot,
    hours: heartbeat(
      { bot: row, counts: countsOf.get(row.id) ?? [], events: eventsOf.get(row.id) ?? [] },
      now,
    ),
  }));
}

function byBot<Row extends { botId: number }>(rows: readonly Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.botId);
    if (group) group.push(row);
    else groups.set(row.botId, [row]);
  }
  return groups;
}
