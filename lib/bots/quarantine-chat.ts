import type { TenantContext } from "../context";
import { notFound } from "../core/errors";
import { findQuarantined, quarantineChat as setChatAside } from "../data/quarantine";
import type { QuarantinedChat } from "./inspector-schemas";
import { quarantineView } from "./list-quarantine";
import { ownBot } from "./own-bot";

/**
 * Sets a chat of a bot aside by hand: its updates are recorded and not handled until it is released. Setting it
 * aside again changes nothing, but stops a release.
 *
 * @throws HooklineError not_found.
 */
export async function quarantineChat(
  ctx: TenantContext,
  input: { botId: number; chatId: number; reason?: string | undefined },
): Promise<QuarantinedChat> {
  const bot = await ownBot(ctx, input.botId);
  const { chatId, reason = "Set aside by the bot's owner." } = input;
  await setChatAside(ctx.data, { botId: bot.id, chatId, reason });
  ctx.log.info({ bot: bot.id, by: ctx.actor.userId }, "chat set aside by its owner");
  const [row] = await findQuarantined(ctx.data, bot.id, chatId);
  if (!row) throw notFound("quarantined chat");
  return quarantineView(row);
}
