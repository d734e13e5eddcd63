import type { TenantContext } from "../context";
import { findTransportEvents } from "../data/bots";
import { ownBot } from "./own-bot";
import { pageOf, readCursor } from "./page";
import type { Page, TimelineEvent } from "./schemas";

/** Every change of the bot's door or status and why, newest first. */
export async function botTimeline(
  ctx: TenantContext,
  input: { botId: number; limit: number; cursor?: string | undefined },
): Promise<Page<TimelineEvent>> {
  const bot = await ownBot(ctx, input.botId);
  return timelineOf(ctx, bot.id, input);
}

/** The same for whoever has been let in already. */
export async function timelineOf(
  ctx: Pick<TenantContext, "data">,
  botId: number,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<TimelineEvent>> {
  const before = cursor === undefined ? undefined : readCursor(cursor);
  const rows = await findTransportEvents(ctx.data, botId, limit + 1, before);
  return pageOf(
    rows,
    limit,
    ({ id }) => id,
    ({ id, at, fromDoor, toDoor, status, reason, actor }) => ({
      id: Number(id),
      at: at.toISOString(),
      fromDoor,
      toDoor,
      status,
      reason,
      actor,
    }),
  );
}
