import { openSecret } from "../../lib/bots/bot-directory";
import type { Vault } from "../../lib/core/vault";
import type { Database } from "../../lib/data/database";

/** The secret token with which Telegram delivers to a bot's webhook. */
export async function webhookSecret(data: Database, vault: Vault, botId: number): Promise<string> {
  const row = await data.prisma.bot.findUniqueOrThrow({ where: { id: botId } });
  return openSecret(vault, row.webhookSecret ?? "", botId);
}
