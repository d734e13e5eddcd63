import type { ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import { ApiError, notFound, tooManyRequests, unauthorized } from "./api-error";
import { callMethod } from "./call-method";
import { type AnyRequest, readBody, readParams } from "./request-body";
import type { World } from "./world";

export type AnyResponse = ServerResponse | Http2ServerResponse;

const TOKEN = /^\d{1,20}:[A-Za-z0-9_-]{3,80}$/;

/** Whether a path is a Bot API call: `/bot<token>/<method>`. */
export function isBotApiPath(path: string): boolean {
  return path.startsWith("/bot");
}

/**
 * Serves one Bot API call: faults first (a call that meets one is not executed), then the token, then the method.
 * `cut` destroys the connection the request came on, or on HTTP/2 its stream alone when given false.
 */
export async function serveBotApi(
  world: World,
  request: AnyRequest,
  response: AnyResponse,
  cut: (wholeConnection: boolean) => void,
): Promise<void> {
  const url = request.url ?? "";
  const question = url.indexOf("?");
  const path = question === -1 ? url : url.slice(0, question);
  const slash = path.indexOf("/", 4);
  const token = decodeURIComponent(path.slice(4, slash === -1 ? undefined : slash));
  const method = slash === -1 ? "" : path.slice(slash + 1).replace(/\/$/, "");
  const bot = world.byToken(token);
  const down = world.faults.find(bot?.id, "api-down", "drop-connections");
  if (down) return cut(down.botId === undefined);
  try {
    const body = request.method === "POST" ? await readBody(request) : Buffer.alloc(0);
    const slow = world.faults.find(bot?.id, "api-slow");
    if (slow) await new Promise<void>((resolve) => void world.timers.after(slow.delayMs, resolve));
    const flood = world.faults.find(bot?.id, "api-429");
    const params = readParams(
      question === -1 ? "" : url.slice(question + 1),
      request.headers["content-type"] ?? "",
      body,
    );
    if (!bot) throw TOKEN.test(token) || world.settings.localMode ? unauthorized() : notFound();
    if (flood) {
      const error = tooManyRequests(flood.retryAfter);
      bot.records.addCall({ at: Date.now(), method, params, via: "api", ok: false, error_code: 429 });
      throw error;
    }
    world.limits.contact(bot.id, request.socket?.remoteAddress ?? "");
    const json = await callMethod(world, bot, method, params, "api");
    send(response, 200, json);
  } catch (error) {
    if (error instanceof ApiError) refuse(response, error);
    else refuse(response, new ApiError(500, "Internal Server Error"));
  }
}

function refuse(response: AnyResponse, error: ApiError): void {
  const { code, message, parameters } = error;
  const body = { ok: false, error_code: code, description: message, ...(parameters ? { parameters } : {}) };
  send(response, code, JSON.stringify(body), parameters?.retry_after);
}

function send(response: AnyResponse, status: number, json: string, retryAfter?: number): void {
  // A poller that hung up is only found out here; its updates stay unconfirmed.
  const gone = "stream" in response ? response.stream.destroyed : response.destroyed;
  if (gone || response.writableEnded) return;
  const headers: Record<string, string | number> = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(json),
  };
  if (retryAfter !== undefined) headers["retry-after"] = retryAfter;
  response.writeHead(status, headers);
  response.end(json);
}
