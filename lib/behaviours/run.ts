import { Context, GrammyError } from "grammy";
import type { Services } from "../context";
import { countOverrun } from "../data/replies";
import type { Handler } from "../pipeline/behave";
import type { CompiledReply } from "../replies/compile-replies";
import type { SearchExpressions } from "../replies/match-reply";
import { TelegramRefusal } from "../telegram/failure";
import { apiOver } from "./api-over";
import { forBehaviours } from "./bot-for-behaviours";
import { behaviours } from "./registry";
import type { BehaviourContext } from "./types";

type HandlerServices = Pick<Services, "expressions" | "data" | "log">;

const noop = async (): Promise<void> => {};

/**
 * The hallway's handler: runs the bot's behaviours as grammY middleware over the update. Their calls go
 * to `calls`, which records them and may put the first reply into the webhook's answer; grammY's own
 * HTTP client is never used.
 *
 * @param trial expressions are looked for by it, and those that take too long are not counted against their replies.
 */
export function createHandler(services: HandlerServices, trial?: { search: SearchExpressions }): Handler {
  const run = behaviours.middleware();
  return async ({ update, bot, calls }) => {
    const api = apiOver(bot, calls);
    const hookline: BehaviourContext["hookline"] = {
      bot: forBehaviours(bot),
      note: (sentence) => void calls.notes.push(sentence),
      ...(trial ?? {
        search: (sources, text) => services.expressions.search(bot.ownerId, sources, text),
        tookTooLong: (reply) => noteOverrun(services, bot.id, reply),
      }),
    };
    const context: BehaviourContext = Object.assign(new Context(update.update, api, bot.me), { hookline });
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

/** Counts it against the reply, in the database for all processes. Where that cannot be reached, another time counts. */
async function noteOverrun(
  { data, log }: HandlerServices,
  botId: number,
  reply: CompiledReply,
): Promise<boolean> {
  const { index: position, trigger } = reply;
  if (trigger.type !== "regex") return false;
  try {
    return await countOverrun(data, { botId, position, source: trigger.source });
  } catch (error) {
    log.warn({ err: error, bot: botId }, "expression that took too long: not counted");
    return false;
  }
}
