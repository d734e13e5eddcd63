import { compileReplies } from "../replies/compile-replies";
import { oncePerBot } from "./once-per-bot";
import type { BotForBehaviours } from "./types";

/** The loaded bot as behaviours may see it. */
export const forBehaviours = oncePerBot<BotForBehaviours>(({ id, telegramId, username, replies }) => ({
  id,
  telegramId,
  username,
  replies: compileReplies(replies),
}));
