import type { AnyResponse } from "./bot-api-server";
import { fileAt } from "./methods/file-methods";
import type { World } from "./world";

const filePath = /^\/file\/bot([^/?]+)\/([^?]+)/;

/** Whether a path is a download: `/file/bot<token>/<file_path>`. */
export function isFilePath(url: string): boolean {
  return filePath.test(url);
}

/** Serves the file that getFile named; 404 for any other, and for a token that is none. */
export function serveFile(world: World, url: string, response: AnyResponse): Promise<void> {
  const [, token = "", path = ""] = filePath.exec(url) ?? [];
  const bot = world.byToken(decodeURIComponent(token));
  const file = bot && fileAt(bot, path);
  response.writeHead(file ? 200 : 404, file ? { "content-type": "image/jpeg" } : {});
  response.end(file ?? "");
  return Promise.resolve();
}
