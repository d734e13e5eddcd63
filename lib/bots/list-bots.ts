import type { TenantContext } from "../context";
import { maxRowId } from "../core/row-id";
import { findBotsOf } from "../data/bots";
import { findLeftOvers } from "../data/health";
import { toBotView } from "./bot-view";
import { readDeployment } from "./deployment";
import { pageOf, readCursor } from "./page";
import type { BotView, Page } from "./schemas";

/** The actor's bots in the order in which they were registered. */
export async function listBots(
  ctx: TenantContext,
  input: { limit: number; cursor?: string | undefined },
): Promise<Page<BotView>> {
  const after = input.cursor === undefined ? 0 : readCursor(input.cursor, maxRowId);
  const [rows, deployment] = await Promise.all([
    findBotsOf(ctx.data, ctx.actor.userId, input.limit + 1, after),
    readDeployment(ctx),
  ]);
  const leftOvers = await findLeftOvers(
    ctx.data,
    rows.map(({ id }) => id),
  );
  return pageOf(
    rows,
    input.limit,
    ({ id }) => id,
    (bot) => toBotView(bot, deployment, leftOvers.get(bot.id)),
  );
}
