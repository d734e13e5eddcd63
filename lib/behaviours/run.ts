import { Context, GrammyError } from "grammy";
import type { Handler } from "../inbox/hallway";
import { TelegramRefusal } from "../telegram/failure";
import { apiOver } from "./api-over";
import { forBehaviours } from "./bot-for-behaviours";
import { behaviours } from "./registry";
import type { BehaviourContext } from "./types";

const noop = async (): Promise<void> => {};

/**
 * The hallway's handler: runs the bot's behaviours as grammY middleware over the update. Their calls go
 * to `calls`, which records them and may put the first reply into the webhook's answer; grammY's own
 * HTTP client is never used.
 */
export function createHandler(): Handler {
  const run = behaviours.middleware();
  return async ({ update, bot, calls }) => {
    const api = apiOver(bot, calls);
    const context = Object.assign(new Context(update.update, api, bot.me), {
      hookline: { bot: forBehaviours(bot), note: (sentence: string) => void calls.notes.push(sentence) },
    }) as BehaviourContext;
    try {
      await run(context, noop);
    } catch (error) {
      if (error instanceof GrammyError) {
        throw new TelegramRefusal(error.method, error.error_code, error.description, undefined, undefined);
      }
      throw error;
    }
  };
}
