import type { TenantContext } from "../context";
import { findByTelegramId, insertBot } from "../data/bots";
import { insertReplies } from "../data/replies";
import { defaultMode } from "../fleet-move/phase";
import { readPhase } from "../fleet-move/read-phase";
import type { Language } from "../i18n/language";
import { switchDoor } from "../transport/switch-door";
import { wantedDoor } from "../transport/wanted-door";
import { botView } from "./bot-view";
import { alreadyHere } from "./check-token";
import { type BotView, defaultAllowedUpdates, type RegisterBotInput } from "./schemas";
import { starterReplies } from "./starter-replies";
import { whoIs } from "./token";

/**
 * Registers a bot and opens its door. A webhook that cannot be set is no reason to fail: the bot polls
 * then, and its health says why.
 *
 * @param language what it answers in until its owner decides what.
 * @throws HooklineError token_invalid, token_rejected, bot_exists, rate_limited, telegram_unreachable.
 */
export async function registerBot(
  ctx: TenantContext,
  input: RegisterBotInput,
  language: Language = "en",
): Promise<BotView> {
  const token = input.token.trim();
  const me = await whoIs(ctx, token, "use");
  const known = await findByTelegramId(ctx.data, me.id);
  if (known) throw alreadyHere(ctx, known.ownerId);

  const usual = defaultMode(await readPhase(ctx), ctx.config.webhookBase);
  const mode = input.mode ?? usual;
  const sealed = ctx.vault.seal(token, `token:${me.id}`);
  const bot = await insertBot(ctx.data, {
    ownerId: ctx.actor.userId,
    telegramId: me.id,
    username: me.username,
    name: me.first_name,
    tokenCipher: sealed.cipher,
    tokenKeyId: sealed.keyId,
    tokenFingerprint: ctx.vault.fingerprint(token),
    mode,
    modeChosen: mode !== usual,
    fallbackEnabled: ctx.config.WEBHOOK_FALLBACK_TO_POLLING,
    allowedUpdates: [...defaultAllowedUpdates],
  });
  if (!bot) throw alreadyHere(ctx, (await findByTelegramId(ctx.data, me.id))?.ownerId ?? 0);
  await insertReplies(ctx.data, bot.id, starterReplies(me.first_name, language));

  const to = wantedDoor(bot, ctx.config);
  const open = await switchDoor(ctx, {
    botId: bot.id,
    to,
    reason: to === "webhook" ? "Registered; the webhook is set." : "Registered; the bot is polled.",
    actor: "tenant",
    dropPending: input.dropPending ?? false,
    ...(mode === "webhook" && to === "polling" ? { set: { doorReason: noPublicAddress } } : {}),
  });
  return botView(ctx, open);
}

/** Why a bot in webhook mode polls where the deployment cannot be reached from outside. */
export const noPublicAddress = "This deployment has no public address, so every bot polls.";
