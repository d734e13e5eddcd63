import type { TenantContext } from "../context";
import { findQuarantined, type QuarantinedRow } from "../data/quarantine";
import type { QuarantinedChat } from "./inspector-schemas";
import { ownBot } from "./own-bot";

/** A bot's chats that are set aside, newest first. */
export async function listQuarantine(
  ctx: TenantContext,
  input: { botId: number },
): Promise<{ items: QuarantinedChat[] }> {
  const bot = await ownBot(ctx, input.botId);
  return { items: (await findQuarantined(ctx.data, bot.id)).map(quarantineView) };
}

/** What of a quarantine its bot's owner sees. */
export function quarantineView(row: QuarantinedRow): QuarantinedChat {
  return {
    chatId: row.chatId,
    since: row.since.toISOString(),
    reason: row.reason,
    waiting: row.waiting,
    releasingSince: row.releasingSince?.toISOString() ?? null,
  };
}
