import { setTimeout as pause } from "node:timers/promises";
import type { Services } from "../context";
import { HooklineError, notFound } from "../core/errors";
import { redact } from "../core/log";
import { type BotEntity, changeDoor, claimSwitch, type DoorChange } from "../data/bots";
import { databaseNow } from "../data/database-time";
import { leaseIsFree } from "../data/leases";
import { classifyFailure, isRefusal } from "../telegram/failure";
import { recoveryPauseMs } from "./door-machine";
import { openWebhook } from "./open-webhook";

export interface Switch {
  botId: number;
  /** "same": the door it stands at when its turn has come, opened anew. */
  to: "webhook" | "polling" | "none" | "same";
  /** Written to the timeline with the change. */
  reason: string;
  actor: DoorChange["actor"];
  /** What asked for the switch, stored with it: a mode, a status, a new token. */
  set?: DoorChange["set"];
  dropPending?: boolean;
  /** Switch only if the bot still stands as it did when this was decided; otherwise `conflict` is thrown at once. */
  seen?: BotEntity;
}

/** Facts of an open webhook that end with it. */
const noWebhook = {
  webhookEnabled: false,
  webhookUrl: null,
  lastErrorAt: null,
  lastErrorMessage: null,
  pendingCount: null,
  previousPending: null,
  pendingSince: null,
  checkedAt: null,
} as const;

/** Why a bot polls whose webhook could not be set; without words, how that reason begins. */
export const webhookNotSet = (texts: string): string => `The webhook could not be set: ${texts}`;

const unauthorizedReason = "Telegram no longer accepts this token.";
const unauthorized = {
  activeDoor: "none",
  status: "unauthorized",
  doorReason: unauthorizedReason,
  webhookEnabled: false,
} as const;

/**
 * Moves a bot to another door without losing an update:
 * - the intent is stored first (door "none"), so that whoever finds it later can finish it;
 * - a poll in progress drains and confirms before a webhook is set;
 * - a webhook is deleted without dropping anything before polling begins.
 *
 * A webhook that cannot be set leaves the bot polling, with the reason on its timeline.
 *
 * @throws HooklineError telegram_unreachable or telegram_refused when the old webhook cannot be removed
 *   (the bot stays where it was); conflict when another switch of the bot does not come to its end.
 */
export async function switchDoor(services: Services, request: Switch): Promise<BotEntity> {
  const { reason, actor } = request;
  const { before, now } = await beginSwitch(services, request);
  const stays = request.to === "same";
  const to = request.to === "same" ? before.activeDoor : request.to;
  const set = stays ? { doorReason: before.doorReason, ...request.set } : (request.set ?? {});
  const token = services.vault.open(
    { keyId: now.tokenKeyId, cipher: now.tokenCipher },
    `token:${now.telegramId}`,
  );
  const settle = async (
    change: DoorChange["set"],
    why = reason,
    by: DoorChange["actor"] = actor,
    webhookIsSet = false,
  ) => {
    const after = await changeDoor(services.data, {
      botId: now.id,
      fromDoor: before.activeDoor,
      set: change,
      webhookIsSet,
      reason: why,
      actor: by,
    });
    if (!after) throw notFound();
    return after;
  };
  await leaseEnds(services, now.id);

  if (to === "webhook") {
    try {
      const webhookUrl = await openWebhook(services, { ...now, token }, request.dropPending ?? false);
      const opened = { activeDoor: "webhook", webhookEnabled: true, webhookUrl, doorReason: null } as const;
      return await settle({ ...noWebhook, ...opened, ...set }, reason, actor, true);
    } catch (error) {
      const failure = classifyFailure(error);
      if (failure === undefined) throw error;
      if (failure === "unauthorized")
        return settle({ ...set, ...unauthorized }, unauthorizedReason, "hookline");
      services.log.warn({ err: error, bot: now.id }, "webhook not set, polling instead");
      // Telegram drops the old webhook before it looks at the new one; this makes sure of it.
      await services.telegram.call(token, "deleteWebhook").catch(() => {});
      const texts = redact(isRefusal(error) ? error.description : (error as Error).message);
      const doorReason = webhookNotSet(texts);
      const fallback = { ...set, ...beginFallback(services.config, now, await databaseNow(services.data)) };
      return settle({ ...noWebhook, ...fallback, activeDoor: "polling", doorReason }, doorReason, "hookline");
    }
  }

  try {
    // Asked even where no webhook of ours was set: Telegram then says "already deleted".
    const drop = request.dropPending ? { drop_pending_updates: true } : {};
    await services.telegram.call(token, "deleteWebhook", drop);
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure !== "unauthorized") {
      const { activeDoor, mode, status } = before;
      const why = "Telegram could not be told to end the webhook; nothing was changed.";
      await settle({ activeDoor, mode, status }, why, "hookline");
      if (failure === undefined) throw error;
      throw isRefusal(error) && failure !== "unreachable"
        ? new HooklineError("telegram_refused", error.description)
        : new HooklineError("telegram_unreachable", "Telegram cannot be reached. Try again in a moment.");
    }
    if (to === "polling") return settle({ ...set, ...unauthorized }, unauthorizedReason, "hookline");
  }
  return settle({ ...noWebhook, doorReason: null, ...set, activeDoor: to });
}

/** What a fallback stores: when the webhook is tried again, later each time it fails in a row. */
export function beginFallback(
  config: Pick<Services["config"], "FAILOVER_RECOVERY_MS" | "FAILOVER_RECOVERY_MAX_MS">,
  bot: Pick<BotEntity, "fallbackSince" | "recoveryTries">,
  now: number,
) {
  // A bot that is still counted as in fallback has failed again right after its webhook was tried.
  const tries = bot.fallbackSince === null ? 0 : bot.recoveryTries + 1;
  const pauseMs = recoveryPauseMs(tries, config.FAILOVER_RECOVERY_MS, config.FAILOVER_RECOVERY_MAX_MS);
  return {
    failingSince: null,
    fallbackSince: new Date(now),
    recoveryTries: tries,
    nextRecoveryAt: new Date(now + pauseMs),
  };
}

/** Nothing of an old failure, fallback or conflict: what an owner's own switch begins with. */
export const cleanSlate = {
  failingSince: null,
  fallbackSince: null,
  recoveryTries: 0,
  nextRecoveryAt: null,
  conflictKind: null,
  conflictSince: null,
  conflictUrl: null,
  tookBackAt: null,
  pollFailure: null,
  pollFailingSince: null,
  pollError: null,
} as const;

/** Waits for its turn where another switch of the same bot is under way. */
async function beginSwitch(services: Services, { botId, set = {}, seen }: Switch) {
  const end = services.clock.monotonic() + 30_000;
  for (;;) {
    const claimed = await claimSwitch(services.data, botId, set, seen);
    if (claimed) return claimed;
    if (seen) throw new HooklineError("conflict", "The bot's door has changed meanwhile.");
    if (services.clock.monotonic() > end) {
      throw new HooklineError("conflict", "The bot is still changing its door. Try again in a moment.");
    }
    await pause(100);
  }
}

/** The poller of this bot has drained and confirmed, or its lease has run out. */
async function leaseEnds(services: Services, botId: number): Promise<void> {
  const end = services.clock.monotonic() + services.config.LEASE_TTL_MS + 5_000;
  // Many switches may wait at once: who waits longer asks less often.
  for (let pauseMs = 25; services.clock.monotonic() < end; pauseMs = Math.min(500, pauseMs * 2)) {
    if (await leaseIsFree(services.data, botId)) return;
    await pause(pauseMs);
  }
}

/**
 * Telegram answered 401: the bot is shown as unauthorized and called no more until it gets a new token.
 * Changes nothing where the bot has another token by now.
 */
export async function markUnauthorized(services: Services, botId: number, token: string): Promise<void> {
  await changeDoor(services.data, {
    botId,
    set: unauthorized,
    onlyIf: { tokenFingerprint: services.vault.fingerprint(token) },
    unless: "unauthorized",
    reason: unauthorizedReason,
    actor: "hookline",
  });
}
