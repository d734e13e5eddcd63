import { badRequest } from "../api-error";
import type { Bot } from "../bot";
import { answer, type Method } from "./method";

const photoPath = "photos/file_0.jpg";

function photoFile(bot: Bot, photo: Buffer) {
  return { file_id: `photo${bot.id}`, file_unique_id: `unique${bot.id}`, file_size: photo.length };
}

/** The bytes behind a path that getFile gave; undefined for any other. */
export function fileAt(bot: Bot, path: string): Buffer | undefined {
  return bot.photo !== null && path === photoPath ? bot.photo : undefined;
}

/** A bot's own picture is the only file there is. */
export const fileMethods: Method[] = [
  {
    name: "getUserProfilePhotos",
    run({ bot, params }) {
      if (bot.photo === null || params.int("user_id", 0) !== bot.id)
        return answer({ total_count: 0, photos: [] });
      const size = { ...photoFile(bot, bot.photo), width: 160, height: 160 };
      return answer({ total_count: 1, photos: [[size]] });
    },
  },
  {
    name: "getFile",
    run({ bot, params }) {
      if (bot.photo === null || params.text("file_id") !== photoFile(bot, bot.photo).file_id)
        throw badRequest("wrong file_id or the file is temporarily unavailable");
      return answer({ ...photoFile(bot, bot.photo), file_path: photoPath });
    },
  },
];
