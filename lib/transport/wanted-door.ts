import type { Config } from "../config/env";

/**
 * The door a bot should stand at: where the deployment has no public address every bot polls, whatever
 * its mode asks for.
 */
export function wantedDoor(
  bot: { mode: "webhook" | "polling"; status: string },
  config: Pick<Config, "webhookBase">,
): "webhook" | "polling" | "none" {
  if (bot.status === "paused" || bot.status === "unauthorized") return "none";
  return bot.mode === "webhook" && config.webhookBase !== undefined ? "webhook" : "polling";
}
