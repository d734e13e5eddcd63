import type { Bot } from "../bot";

/** The bot as a User object. */
export function botUser(bot: Bot): { id: number; is_bot: true; first_name: string; username: string } {
  return { id: bot.id, is_bot: true, first_name: bot.firstName, username: bot.username };
}
