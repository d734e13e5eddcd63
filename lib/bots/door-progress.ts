import type { Config } from "../config/env";
import type { TenantContext } from "../context";
import type { BotEntity } from "../data/bots";
import { databaseNow } from "../data/database-time";
import { overlapMs } from "../health/webhook-verdict";
import { wantedDoor } from "../transport/wanted-door";
import { ownBot } from "./own-bot";

/** How far a switch of doors has come, by what is stored of the bot. */
export interface DoorProgress {
  /** The door it goes to, or has gone to. */
  to: BotEntity["activeDoor"];
  /**
   * - leaving: the old door closes; a poll under way drains and confirms.
   * - opening: the old door is closed, the new one not open yet.
   * - open: it is, and nothing has come through it since.
   * - heard: an update has.
   * - back: the door that was wanted could not be opened; `reason` says why.
   */
  stage: "leaving" | "opening" | "open" | "heard" | "back";
  reason: string | null;
}

type Facts = Pick<
  BotEntity,
  | "mode"
  | "status"
  | "activeDoor"
  | "switchingSince"
  | "doorChangedAt"
  | "doorReason"
  | "leaseOwner"
  | "leaseExpiresAt"
  | "lastWebhookUpdate"
  | "lastPollingUpdate"
>;

/** Pure; `now` is the database's time in milliseconds. */
export function progressOf(bot: Facts, config: Pick<Config, "webhookBase">, now: number): DoorProgress {
  const to = wantedDoor(bot, config);
  if (bot.switchingSince !== null) {
    const polled = bot.leaseOwner !== null && (bot.leaseExpiresAt?.getTime() ?? 0) > now;
    // Where polling begins, what takes time is to end the webhook.
    return { to, stage: polled || to === "polling" ? "leaving" : "opening", reason: null };
  }
  if (bot.activeDoor !== to) return { to, stage: "back", reason: bot.doorReason };
  const last = to === "webhook" ? bot.lastWebhookUpdate : bot.lastPollingUpdate;
  // The first update may be written down before the switch that let it in.
  const heard = last !== null && last.getTime() >= bot.doorChangedAt.getTime() - overlapMs;
  return { to, stage: heard ? "heard" : "open", reason: null };
}

/**
 * How far the switch of one of the actor's bots has come.
 *
 * @throws HooklineError not_found.
 */
export async function doorProgress(ctx: TenantContext, input: { botId: number }): Promise<DoorProgress> {
  const [bot, now] = await Promise.all([ownBot(ctx, input.botId), databaseNow(ctx.data)]);
  return progressOf(bot, ctx.config, now);
}
