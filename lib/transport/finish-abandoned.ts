import type { Services } from "../context";
import { findAbandonedSwitches } from "../data/supervision";
import { switchDoor } from "./switch-door";
import { wantedDoor } from "./wanted-door";

/**
 * Brings switches to their end whose process died in the middle: the bot's row says what was wanted.
 * Nothing was dropped meanwhile; Telegram keeps updates for 24 hours.
 */
export async function finishAbandonedSwitches(services: Services): Promise<void> {
  for (const bot of await findAbandonedSwitches(services.data)) {
    try {
      await switchDoor(services, {
        botId: bot.id,
        to: wantedDoor(bot, services.config),
        reason: "A switch that was interrupted has been finished.",
        actor: "hookline",
      });
    } catch (error) {
      services.log.warn({ err: error, bot: bot.id }, "interrupted switch not finished yet");
    }
  }
}
