import type { TenantContext } from "../context";
import { HooklineError } from "../core/errors";
import type { BotEntity } from "../data/bots";
import type { UserFromGetMe } from "../telegram/client";
import { ownBot } from "./own-bot";
import { whoIs } from "./token";

/** Whose token it is, where it is this bot's; another bot's is refused. */
export async function whoIsSame(
  ctx: TenantContext,
  bot: BotEntity,
  token: string,
  purpose: "use" | "look",
): Promise<UserFromGetMe> {
  const me = await whoIs(ctx, token, purpose);
  if (BigInt(me.id) === bot.telegramId) return me;
  throw new HooklineError(
    "token_of_another_bot",
    `This token belongs to @${me.username}, not to @${bot.username}. Register that bot by itself instead.`,
  );
}

/**
 * Whether a token may take the place of the bot's own. Nothing is stored, and nothing changed at Telegram.
 *
 * @returns the bot's name as Telegram has it, and whether the token is the one in use already.
 * @throws HooklineError not_found, token_invalid, token_rejected, token_of_another_bot, rate_limited,
 *   telegram_unreachable.
 */
export async function checkNewToken(
  ctx: TenantContext,
  input: { botId: number; token: string },
): Promise<{ username: string; inUse: boolean }> {
  const bot = await ownBot(ctx, input.botId);
  const token = input.token.trim();
  const me = await whoIsSame(ctx, bot, token, "look");
  return { username: me.username, inUse: ctx.vault.fingerprint(token) === bot.tokenFingerprint };
}
