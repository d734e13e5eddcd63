import type { TenantContext } from "../context";
import { HooklineError } from "../core/errors";
import type { BotEntity } from "../data/bots";
import { classifyFailure, isRefusal } from "../telegram/failure";
import { markUnauthorized } from "../transport/switch-door";
import { tokenOf } from "./own-bot";

/**
 * Makes a call for a tenant and puts what goes wrong into words: Telegram's own where it said no. A 401
 * marks the bot unauthorized.
 *
 * @throws HooklineError bot_unauthorized, rate_limited, telegram_refused, telegram_unreachable.
 */
export async function askTelegram<T>(ctx: TenantContext, bot: BotEntity, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure === undefined) throw error;
    if (failure === "unauthorized") {
      await markUnauthorized(ctx, bot.id, tokenOf(ctx, bot));
      throw new HooklineError(
        "bot_unauthorized",
        "Telegram no longer accepts this bot's token. Give it a new one.",
      );
    }
    throw telegramProblem(error);
  }
}

/** The refusal or silence of Telegram as a problem for the caller. */
export function telegramProblem(error: unknown): HooklineError {
  if (!isRefusal(error)) {
    return new HooklineError(
      "telegram_unreachable",
      "Telegram cannot be reached right now. Try again in a moment.",
    );
  }
  if (error.errorCode !== 429) return new HooklineError("telegram_refused", error.description);
  const { retryAfterS } = error;
  return new HooklineError(
    "rate_limited",
    error.description,
    retryAfterS === undefined ? {} : { retryAfterS },
  );
}
