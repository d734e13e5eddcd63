import type { TenantContext } from "../context";
import { HooklineError, notFound } from "../core/errors";
import { type BotEntity, findOwnedBot } from "../data/bots";

/** The actor's bot; another tenant's bot is refused exactly like one that does not exist. */
export async function ownBot(ctx: TenantContext, botId: number): Promise<BotEntity> {
  const bot = await (ctx.readOwnBot?.(botId) ?? findOwnedBot(ctx.data, ctx.actor.userId, botId));
  if (!bot) throw notFound();
  return bot;
}

/** The bot's token in the clear, for a call to Telegram and nothing else. */
export function tokenOf(ctx: Pick<TenantContext, "vault">, bot: BotEntity): string {
  return ctx.vault.open({ keyId: bot.tokenKeyId, cipher: bot.tokenCipher }, `token:${bot.telegramId}`);
}

/** The same, but refuses where the token is known to be dead: it is not called any more. */
export function liveTokenOf(ctx: Pick<TenantContext, "vault">, bot: BotEntity): string {
  if (bot.status === "unauthorized") throw unauthorized();
  return tokenOf(ctx, bot);
}

function unauthorized(): HooklineError {
  return new HooklineError(
    "bot_unauthorized",
    "Telegram no longer accepts this bot's token. Give it a new one first.",
  );
}
