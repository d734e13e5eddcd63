import type { TenantContext } from "../context";
import { HooklineError } from "../core/errors";
import { findByTelegramId } from "../data/bots";
import { hostOf } from "../transport/door-machine";
import { telegramProblem } from "./ask-telegram";
import { botPhoto } from "./bot-photo";
import type { TokenCheck } from "./schemas";
import { whoIs } from "./token";

/** Says that a bot is here already; whose it is, is told to nobody but its owner. */
export function alreadyHere(ctx: TenantContext, ownerId: number): HooklineError {
  return new HooklineError(
    "bot_exists",
    ownerId === ctx.actor.userId
      ? "You have registered this bot already. Open it in your list of bots."
      : "This bot is registered here already. If it is yours, ask the administrator, or revoke the token with BotFather.",
  );
}

/**
 * What a token belongs to, before it is registered: nothing is stored and nothing changed at Telegram.
 *
 * @throws HooklineError token_invalid, token_rejected, bot_exists, rate_limited, telegram_unreachable.
 */
export async function checkToken(ctx: TenantContext, input: { token: string }): Promise<TokenCheck> {
  const token = input.token.trim();
  const me = await whoIs(ctx, token, "look");
  const known = await findByTelegramId(ctx.data, me.id);
  if (known) throw alreadyHere(ctx, known.ownerId);
  const [photo, info] = await Promise.all([
    botPhoto(ctx, token, me.id),
    ctx.telegram.getWebhookInfo(token, { timeoutMs: 10_000 }).catch((error: unknown) => {
      throw telegramProblem(error);
    }),
  ]);
  return {
    telegramId: me.id,
    username: me.username,
    name: me.first_name,
    photo,
    foreignWebhookHost: info.url ? hostOf(info.url) : null,
    pendingCount: info.pending_update_count,
  };
}
