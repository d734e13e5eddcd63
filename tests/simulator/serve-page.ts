import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AnyResponse } from "./bot-api-server";

const FILES: Readonly<Record<string, [file: string, type: string]>> = {
  "/sim": ["index.html", "text/html; charset=utf-8"],
  "/sim/": ["index.html", "text/html; charset=utf-8"],
  "/sim/page.css": ["page.css", "text/css; charset=utf-8"],
  "/sim/botfather.js": ["botfather.js", "text/javascript; charset=utf-8"],
  "/sim/bubbles.css": ["bubbles.css", "text/css; charset=utf-8"],
  "/sim/page.js": ["page.js", "text/javascript; charset=utf-8"],
  "/sim/icon.svg": ["icon.svg", "image/svg+xml"],
  "/sim/bubbles.js": ["bubbles.js", "text/javascript; charset=utf-8"],
};

/** Answers a file of the chat page; false when the path is none. */
export async function servePage(path: string, response: AnyResponse): Promise<boolean> {
  const found = FILES[path];
  if (!found) return false;
  const [file, type] = found;
  const content = await readFile(join(import.meta.dirname, "page", file));
  response.writeHead(200, {
    "content-type": type,
    "content-security-policy": "default-src 'self'",
    "cache-control": "no-cache",
  });
  response.end(content);
  return true;
}
