import type { TenantContext } from "../context";
import { HooklineError } from "../core/errors";
import { findReruns } from "../data/reruns";
import { findUpdate } from "../data/updates";
import type { UpdateDetail } from "./inspector-schemas";
import { ownBot } from "./own-bot";
import { arrivalOf, type UpdateName } from "./update-name";
import { actionsOf, updateView } from "./update-view";

/** One update with its payload as Telegram sent it, and what each attempt to handle it came to. */
export async function viewUpdate(
  ctx: TenantContext,
  input: { botId: number } & UpdateName,
): Promise<UpdateDetail> {
  const bot = await ownBot(ctx, input.botId);
  const arrival = await arrivalOf(ctx, bot.id, input);
  if (arrival === undefined) throw gone(ctx);
  const [row, { earlier, waiting }] = await Promise.all([
    findUpdate(ctx.data, bot.id, arrival),
    findReruns(ctx.data, bot.id, arrival),
  ]);
  if (!row) throw gone(ctx);
  return {
    ...updateView(row),
    payload: JSON.parse(row.payload) as unknown,
    replaying: waiting,
    earlier: earlier.map(({ attempt, state, error, handledAt, actions }) => ({
      attempt,
      state,
      error,
      handledAt: handledAt?.toISOString() ?? null,
      actions: actionsOf(actions),
    })),
  };
}

/** An update that is not there may have been, until retention removed it. */
export function gone({ config }: Pick<TenantContext, "config">): HooklineError {
  const days = config.UPDATE_RETENTION_DAYS;
  return new HooklineError(
    "not_found",
    `There is no such update. Updates are kept for ${days} ${days === 1 ? "day" : "days"}.`,
  );
}
