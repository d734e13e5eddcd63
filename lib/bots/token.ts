import { giveBackLimits, limitOf, takeLimits } from "../accounts/rate-limits";
import type { TenantContext } from "../context";
import { HooklineError } from "../core/errors";
import type { UserFromGetMe } from "../telegram/client";
import { classifyFailure } from "../telegram/failure";
import { telegramProblem } from "./ask-telegram";

/**
 * Asks Telegram whose token this is.
 *
 * @param purpose "use": a bot gets it, and a token that is right counts for nothing. "look": every one counts.
 * @throws HooklineError token_invalid (not the form of a token), token_rejected (Telegram does not know
 *   it), rate_limited, telegram_unreachable.
 */
export async function whoIs(
  ctx: TenantContext,
  token: string,
  purpose: "use" | "look",
): Promise<UserFromGetMe> {
  if (!/^\d{1,16}:[A-Za-z0-9_-]{8,100}$/.test(token)) {
    throw new HooklineError(
      "token_invalid",
      "That does not look like a bot token. BotFather's tokens look like 123456789:AAF… - copy the whole line.",
    );
  }
  const limits = [
    limitOf("tokenByAccount", String(ctx.actor.userId)),
    ...(ctx.client === undefined ? [] : [limitOf("tokenByNetwork", ctx.client)]),
  ];
  await takeLimits(ctx, limits);
  try {
    const me = await ctx.telegram.getMe(token, { timeoutMs: 10_000 });
    if (purpose === "use") await giveBackLimits(ctx, limits);
    return me;
  } catch (error) {
    if (classifyFailure(error) === "unauthorized") {
      throw new HooklineError(
        "token_rejected",
        "Telegram does not accept this token. It may have been revoked: ask BotFather for the current one with /token.",
      );
    }
    if (classifyFailure(error) === undefined) throw error;
    throw telegramProblem(error);
  }
}
