import { Api, Context, GrammyError } from "grammy";
import type { Handler } from "../inbox/hallway";
import { TelegramRefusal } from "../telegram/failure";
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
    const api = new Api(bot.token);
    api.config.use(async (_send, method, payload) => {
      try {
        return { ok: true, result: (await calls.make(method, payload)) as never };
      } catch (error) {
        if (!(error instanceof TelegramRefusal)) throw error;
        // grammY makes its GrammyError of this, so that behaviours may catch what they know.
        return { ok: false, error_code: error.errorCode, description: error.description };
      }
    });
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
