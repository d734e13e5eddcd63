import { badRequest } from "../api-error";
import { answer, type Method } from "./method";
import { targetChat } from "./target-chat";

const ACTIONS = new Set([
  "typing",
  "upload_photo",
  "record_video",
  "upload_video",
  "record_voice",
  "upload_voice",
  "upload_document",
  "choose_sticker",
  "find_location",
  "record_video_note",
  "upload_video_note",
]);

/** Calls about chats, people and files. */
export const chatMethods: Method[] = [
  {
    name: "sendChatAction",
    run(call) {
      const chat = targetChat(call);
      const action = call.params.text("action");
      if (!ACTIONS.has(action)) throw badRequest("wrong parameter action in request");
      call.world.events.emit({ type: "action", bot_id: call.bot.id, chat_id: chat.info.id, action });
      return answer(true);
    },
  },
  {
    name: "getChat",
    run(call) {
      const id = call.params.int("chat_id", 0);
      const chat = call.bot.chats.get(id);
      if (!chat) throw badRequest(call.params.has("chat_id") ? "chat not found" : "chat_id is empty");
      return answer({ ...chat.info, accent_color_id: Math.abs(id % 7), max_reaction_count: 11 });
    },
  },
  { name: "getUserProfilePhotos", run: () => answer({ total_count: 0, photos: [] }) },
  {
    name: "getFile",
    run() {
      throw badRequest("invalid file_id");
    },
  },
];
