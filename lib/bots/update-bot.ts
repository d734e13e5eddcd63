import type { TenantContext } from "../context";
import { HooklineError } from "../core/errors";
import { type BotEntity, type DoorChange, updateBotRow } from "../data/bots";
import { cleanSlate, switchDoor } from "../transport/switch-door";
import { wantedDoor } from "../transport/wanted-door";
import { askTelegram } from "./ask-telegram";
import { botView } from "./bot-view";
import { ownBot } from "./own-bot";
import { noPublicAddress } from "./register-bot";
import { type BotView, defaultAllowedUpdates, type PatchBotInput } from "./schemas";

/**
 * Changes a bot's door and settings; resolves when the switch is done.
 *
 * @throws HooklineError not_found, bot_unauthorized, webhook_unavailable, telegram_unreachable, conflict.
 */
export async function updateBot(
  ctx: TenantContext,
  input: PatchBotInput & { botId: number },
): Promise<BotView> {
  const bot = await ownBot(ctx, input.botId);
  return botView(ctx, await changeBot(ctx, bot, input, "tenant"));
}

/** The same for whoever has been let in already; an admin's hand is told apart on the timeline. */
export async function changeBot(
  ctx: TenantContext,
  before: BotEntity,
  input: PatchBotInput,
  actor: "tenant" | "admin",
): Promise<BotEntity> {
  let bot = before;
  const { fallbackEnabled, allowedUpdates, maxConnections } = input;
  const settings = {
    ...(fallbackEnabled === undefined ? {} : { fallbackEnabled }),
    ...(maxConnections === undefined ? {} : { maxConnections }),
    ...(allowedUpdates === undefined
      ? {}
      : { allowedUpdates: allowedUpdates.length > 0 ? allowedUpdates : [...defaultAllowedUpdates] }),
  };
  if (Object.keys(settings).length > 0) bot = await updateBotRow(ctx.data, bot.id, settings);
  const telegramMustKnow = allowedUpdates !== undefined || maxConnections !== undefined;
  const change = doorChange(ctx, bot, input, telegramMustKnow, actor);
  if (change) {
    const { to, reason, set } = change;
    bot = await askTelegram(ctx, bot, () => switchDoor(ctx, { botId: bot.id, to, reason, set, actor }));
    if (input.mode === "webhook" && bot.activeDoor === "polling" && ctx.config.webhookBase !== undefined) {
      // The bot goes on by polling, and the caller learns why in the bot's health.
      ctx.log.info({ bot: bot.id }, "webhook asked for, polling instead");
    }
  }
  return bot;
}

interface Change {
  to: "webhook" | "polling" | "none";
  reason: string;
  set: DoorChange["set"];
}

/** The switch that a patch asks for; undefined where the door can stay as it is. */
function doorChange(
  ctx: TenantContext,
  bot: BotEntity,
  input: PatchBotInput,
  telegramMustKnow: boolean,
  actor: "tenant" | "admin",
): Change | undefined {
  const { mode = bot.mode, enabled } = input;
  if (enabled === true && bot.status === "unauthorized") {
    throw new HooklineError(
      "bot_unauthorized",
      "Telegram no longer accepts this bot's token. Give it a new one first.",
    );
  }
  if (mode === "webhook" && bot.mode !== "webhook" && ctx.config.webhookBase === undefined) {
    throw new HooklineError(
      "webhook_unavailable",
      "This deployment has no public address for webhooks. Ask its operator to set WEBHOOK_BASE_URL.",
    );
  }
  // Choosing a door, even the same one, takes a bot back that another system had got hold of.
  const takesBack = bot.status === "conflict" && input.mode !== undefined;
  const status = statusAfter(bot, enabled ?? (takesBack || undefined));
  const to = wantedDoor({ mode, status }, ctx.config);
  const modeChanges = mode !== bot.mode;
  const again = telegramMustKnow && bot.activeDoor === "webhook";
  // A bot in fallback stays there when only its settings change; choosing the webhook tries it at once.
  const doorChanges = input.mode !== undefined && to !== bot.activeDoor;
  if (!doorChanges && status === bot.status && !modeChanges && !again) return undefined;
  const set = {
    ...cleanSlate,
    mode,
    ...(modeChanges ? { modeChosen: true } : {}),
    status,
    doorReason: mode === "webhook" && to === "polling" ? noPublicAddress : null,
  };
  return { to, set, reason: reasonFor(bot, { to, status, modeChanges, actor }) };
}

function statusAfter(bot: BotEntity, enabled: boolean | undefined): BotEntity["status"] {
  if (bot.status === "unauthorized" || enabled === undefined) return bot.status;
  return enabled ? "active" : "paused";
}

interface Changed {
  to: string;
  status: string;
  modeChanges: boolean;
  actor: "tenant" | "admin";
}

function reasonFor(bot: BotEntity, { to, status, modeChanges, actor }: Changed): string {
  const admin = actor === "admin";
  if (status === "paused") {
    if (bot.status === "paused") return "Changed while paused.";
    return admin ? "Paused by an admin." : "Paused by its owner.";
  }
  if (bot.status === "paused") return admin ? "Resumed by an admin." : "Resumed by its owner.";
  if (bot.status === "conflict") return admin ? "Taken back by an admin." : "Taken back by its owner.";
  if (modeChanges) return admin ? `Switched to ${to} by an admin.` : `Switched to ${to} by its owner.`;
  if (admin) return `Opened ${to} again by an admin.`;
  return to === bot.activeDoor ? "Settings changed by the owner." : `Opened ${to} again for its owner.`;
}
