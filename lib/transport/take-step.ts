import type { Services } from "../context";
import { type BotEntity, changeDoor } from "../data/bots";
import { setFailing } from "../data/supervision";
import type { Step } from "./door-machine";
import { beginFallback, type Switch, switchDoor } from "./switch-door";

const calm = { failingSince: null, pollFailure: null, pollFailingSince: null, pollError: null } as const;

/**
 * Does what the state machine asks for. Every change of a door or status is written with its reason in the
 * same transaction.
 *
 * @param now the database's time, milliseconds since the epoch.
 */
export async function takeStep(services: Services, bot: BotEntity, step: Step, now: number): Promise<void> {
  const { data, config } = services;
  const actor = "hookline" as const;
  switch (step.do) {
    case "rest":
      return;
    case "note-failing":
      return setFailing(data, bot.id, true);
    case "clear-failing":
      return setFailing(data, bot.id, false);
    case "end-fallback":
      await changeDoor(data, {
        botId: bot.id,
        set: { fallbackSince: null, recoveryTries: 0, nextRecoveryAt: null },
        onlyIf: { activeDoor: "webhook" },
        reason: "The webhook works again.",
        actor,
      });
      return;
    case "fall-back": {
      const set = { ...beginFallback(config, bot, now), doorReason: step.reason };
      return switchFrom(services, bot, { to: "polling", reason: step.reason, set });
    }
    case "hand-back":
      return switchFrom(services, bot, { to: "webhook", reason: step.reason, set: calm });
    case "move":
      return switchFrom(services, bot, { to: step.to, reason: step.reason });
    case "take-back": {
      const to = bot.activeDoor === "polling" ? "polling" : "webhook";
      const set = { ...calm, tookBackAt: new Date(now) };
      return switchFrom(services, bot, { to, reason: step.reason, set });
    }
    case "report-conflict":
      // Nothing is called at Telegram any more: the other system has the bot until its owner decides.
      await changeDoor(data, {
        botId: bot.id,
        set: {
          ...calm,
          status: "conflict",
          activeDoor: "none",
          webhookEnabled: false,
          webhookUrl: null,
          conflictKind: step.kind,
          conflictSince: new Date(now),
          conflictUrl: step.url,
          doorReason: step.reason,
        },
        onlyIf: { status: "active", switchingSince: null },
        reason: step.reason,
        actor,
      });
  }
}

/** A step was decided on what the bot was then; where its owner has moved it meanwhile, the owner's word holds. */
async function switchFrom(
  services: Services,
  seen: BotEntity,
  change: Pick<Switch, "to" | "reason" | "set">,
): Promise<void> {
  try {
    await switchDoor(services, { ...change, botId: seen.id, seen, actor: "hookline" });
  } catch (error) {
    if ((error as { code?: unknown }).code !== "conflict") throw error;
  }
}
