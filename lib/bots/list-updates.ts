import type { TenantContext } from "../context";
import {
  findNewestUpdates,
  findUpdatesByArrival,
  searchUpdates,
  type UpdateFilter,
} from "../data/update-search";
import { ownBot } from "./own-bot";
import { cursorOf, pageOf, readCursor } from "./page";
import type { Page, UpdateView } from "./schemas";
import { textForms } from "./text-forms";
import { updateView } from "./update-view";

/** Updates looked through in the first question to the database, and at most in one of the next. */
const firstStretch = 1_000;
const longestStretch = 10_000;
/** No call looks through more updates than that, nor longer than about so many milliseconds. */
const maxLooked = 50_000;
const timeoutMs = 150;

/** Which updates are wanted; `text` is looked for inside the payloads. */
export type UpdatesWanted = Omit<UpdateFilter, "anyText"> & { text?: string | undefined };

export interface UpdatesPage extends Page<UpdateView> {
  /** Where a filter was given: how many of the newest updates were looked through, and back to when. */
  searched: { updates: number; backTo: string | null } | null;
}

/**
 * A bot's updates, newest first, without their payloads. A filter looks through a bounded number of them, since
 * no index can serve every one at a price that each insert would pay: a page may then hold fewer than `limit`,
 * even none, while `nextCursor` leads on to older ones.
 */
export async function listUpdates(
  ctx: TenantContext,
  input: { botId: number; limit: number; cursor?: string | undefined } & UpdatesWanted,
): Promise<UpdatesPage> {
  const { botId, cursor, limit, text, ...rest } = input;
  const bot = await ownBot(ctx, botId);
  const before = cursor === undefined ? undefined : readCursor(cursor);
  const filter: UpdateFilter = { ...rest, anyText: text === undefined ? undefined : textForms(text) };
  if (Object.values(filter).every((value) => value === undefined)) {
    const rows = await findNewestUpdates(ctx.data, bot.id, limit + 1, before);
    return { ...pageOf(rows, limit, ({ arrival }) => arrival, updateView), searched: null };
  }
  return search(ctx, bot.id, { filter, before, limit });
}

async function search(
  ctx: TenantContext,
  botId: number,
  { filter, before, limit }: { filter: UpdateFilter; before: number | undefined; limit: number },
): Promise<UpdatesPage> {
  const began = ctx.clock.monotonic();
  const arrivals: number[] = [];
  let looked = 0;
  let below = before;
  let backTo: Date | null = null;
  let more = true;
  for (let stretch = firstStretch; more && stretch > 0; stretch = nextStretch(looked, began, ctx)) {
    const wanted = limit - arrivals.length;
    const found = await searchUpdates(ctx.data, botId, { filter, before: below, stretch, limit: wanted });
    arrivals.push(...found.arrivals);
    looked += found.looked;
    backTo = found.lowestAt ?? backTo;
    const full = arrivals.length === limit;
    // A full page goes on below its last update, which may lie high up in this stretch.
    below = full ? arrivals.at(-1) : (found.lowest ?? below);
    more = full || found.looked === stretch;
    if (full) break;
  }
  const rows = await findUpdatesByArrival(ctx.data, botId, arrivals);
  return {
    items: rows.map(updateView),
    nextCursor: more && below !== undefined ? cursorOf(below) : null,
    searched: { updates: looked, backTo: backTo?.toISOString() ?? null },
  };
}

/** As many updates as the time that is left allows, judged by how long the ones before took; 0 ends the search. */
function nextStretch(looked: number, began: number, { clock }: Pick<TenantContext, "clock">): number {
  const spentMs = clock.monotonic() - began;
  const affordable = Math.floor(((timeoutMs - spentMs) * looked) / Math.max(spentMs, 1));
  const next = Math.min(longestStretch, affordable, maxLooked - looked);
  return next < firstStretch / 2 ? 0 : next;
}
