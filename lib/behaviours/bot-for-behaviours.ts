import type { LoadedBot } from "../inbox/bot-directory";
import { compileReplies } from "./compile-replies";
import type { BotForBehaviours } from "./types";

/** Compiled once for each loaded bot; gone with it when the directory forgets the bot. */
const compiled = new WeakMap<LoadedBot, BotForBehaviours>();

/** The loaded bot as behaviours may see it. */
export function forBehaviours(bot: LoadedBot): BotForBehaviours {
  const known = compiled.get(bot);
  if (known) return known;
  const { id, telegramId, username } = bot;
  const fresh: BotForBehaviours = { id, telegramId, username, replies: compileReplies(bot.replies) };
  compiled.set(bot, fresh);
  return fresh;
}
