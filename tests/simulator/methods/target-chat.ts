import { ApiError, badRequest } from "../api-error";
import type { Chat } from "../bot";
import { chatOf } from "../push-update";
import type { Call } from "./method";

/**
 * The chat a call is for. A chat the bot has not heard of yet is made: tests may write to anybody.
 * Throws `chat_id is empty`, `chat not found`, 403 for a blocked bot and 400 for a group that moved.
 */
export function targetChat({ bot, params }: Call): Chat {
  const text = params.text("chat_id");
  if (text === "") throw badRequest("chat_id is empty");
  if (!/^-?\d{1,15}$/.test(text) || Number(text) === 0) throw badRequest("chat not found");
  const chat = chatOf(bot, Number(text));
  if (chat.blocked) {
    const texts =
      chat.info.type === "private" ? "bot was blocked by the user" : "bot was kicked from the group chat";
    throw new ApiError(403, `Forbidden: ${texts}`);
  }
  if (chat.migrateTo !== undefined)
    throw new ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", {
      migrate_to_chat_id: chat.migrateTo,
    });
  return chat;
}
