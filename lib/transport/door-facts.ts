import type { Config } from "../config/env";
import type { BotEntity } from "../data/bots";
import type { DoorFacts } from "./door-machine";

const time = (date: Date | null): number | null => date?.getTime() ?? null;

/**
 * What the state machine is told of a bot.
 *
 * @param url the webhook's address as Telegram has it now; where it was not asked just now, the one we set
 *   is believed.
 */
export function factsOf(
  bot: BotEntity,
  url: string | undefined,
  config: Pick<Config, "webhookBase" | "WEBHOOK_FALLBACK_TO_POLLING">,
): DoorFacts {
  const asked = url !== undefined || bot.checkedAt !== null;
  return {
    status: bot.status,
    mode: bot.mode,
    activeDoor: bot.activeDoor,
    switching: bot.switchingSince !== null,
    mayFallBack: config.WEBHOOK_FALLBACK_TO_POLLING && bot.fallbackEnabled,
    expectedUrl:
      config.webhookBase === undefined ? undefined : `${config.webhookBase}/webhook/${bot.ownerId}`,
    setUrl: bot.webhookUrl,
    webhookSetAt: time(bot.webhookSetAt),
    lastWebhookUpdate: time(bot.lastWebhookUpdate),
    info: asked
      ? {
          url: url ?? bot.webhookUrl ?? "",
          pending: bot.pendingCount ?? 0,
          previousPending: bot.previousPending,
          lastErrorAt: time(bot.lastErrorAt),
          lastErrorMessage: bot.lastErrorMessage,
        }
      : null,
    failingSince: time(bot.failingSince),
    fallbackSince: time(bot.fallbackSince),
    nextRecoveryAt: time(bot.nextRecoveryAt),
    tookBackAt: time(bot.tookBackAt),
    poll:
      bot.pollFailure === null || bot.pollFailingSince === null
        ? null
        : { failure: bot.pollFailure, since: bot.pollFailingSince.getTime() },
  };
}
