import type { TenantContext } from "../context";
import { cleanSlate, switchDoor } from "../transport/switch-door";
import { wantedDoor } from "../transport/wanted-door";
import { botView } from "./bot-view";
import { whoIsSame } from "./check-new-token";
import { ownBot } from "./own-bot";
import type { BotView } from "./schemas";

/**
 * Puts a new token in the old one's place and opens the door again with it. A bot that was unauthorized
 * works again; one that was paused stays paused.
 *
 * @throws HooklineError not_found, token_invalid, token_rejected, token_of_another_bot, rate_limited,
 *   telegram_unreachable.
 */
export async function rotateToken(
  ctx: TenantContext,
  input: { botId: number; token: string },
): Promise<BotView> {
  const bot = await ownBot(ctx, input.botId);
  const token = input.token.trim();
  const me = await whoIsSame(ctx, bot, token, "use");
  const sealed = ctx.vault.seal(token, `token:${me.id}`);
  const status = bot.status === "paused" ? "paused" : "active";
  const after = await switchDoor(ctx, {
    botId: bot.id,
    to: wantedDoor({ mode: bot.mode, status }, ctx.config),
    reason: "The token was replaced.",
    actor: "tenant",
    set: {
      ...cleanSlate,
      tokenCipher: sealed.cipher,
      tokenKeyId: sealed.keyId,
      tokenFingerprint: ctx.vault.fingerprint(token),
      username: me.username,
      name: me.first_name,
      status,
    },
  });
  return botView(ctx, after);
}
