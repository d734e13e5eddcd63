import { badRequest } from "../api-error";
import { scaled } from "../settings";
import type { Method } from "./method";
import { answer } from "./method";

const CALLBACK_SECONDS = 150;

/** Answers to pressed buttons. */
export const callbackMethods: Method[] = [
  {
    name: "answerCallbackQuery",
    run({ world, bot, params }) {
      const id = params.text("callback_query_id");
      const askedAt = bot.callbackIds.get(id);
      if (askedAt === undefined || Date.now() - askedAt > scaled(world.settings, CALLBACK_SECONDS))
        throw badRequest("query is too old and response timeout expired or query ID is invalid");
      if (params.text("text").length > 200) throw badRequest("MESSAGE_TOO_LONG");
      const text = params.text("text");
      if (world.events.watched)
        world.events.emit({
          type: "callback-answer",
          bot_id: bot.id,
          id,
          text,
          show_alert: params.bool("show_alert"),
        });
      return answer(true);
    },
  },
];
