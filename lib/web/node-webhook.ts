import type { IncomingMessage, ServerResponse } from "node:http";
import type { WebhookAnswer, WebhookDoor, WebhookRequest } from "../doors/webhook-door";
import { endAnswer } from "./end-answer";

/** Serves one POST /webhook/{userId} on Node's own HTTP objects, with none of Next's layers between. */
export async function serveWebhook(
  door: WebhookDoor,
  userId: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = await door({
    userId,
    peer: request.socket.remoteAddress ?? "",
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(",") : value;
    },
    body: (most) => readBody(request, most),
  });
  if (response.destroyed) {
    // Telegram hung up: what should have travelled in the answer goes another way.
    answer.notAnswered?.();
    return;
  }
  // Of a body that is too long nobody knows how long it goes on.
  if (answer.status === 413) response.shouldKeepAlive = false;
  response.writeHead(answer.status, answerHeaders(answer));
  response.write(answer.body);
  await endAnswer(request, response);
}

/** The headers of a webhook's answer but those of its connection. */
export function answerHeaders(answer: WebhookAnswer): Record<string, string | number> {
  const headers: Record<string, string | number> = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(answer.body),
  };
  if (answer.retryAfterS !== undefined) headers["retry-after"] = answer.retryAfterS;
  if (answer.canary !== undefined) headers["x-hookline-canary"] = answer.canary;
  return headers;
}

const readBody: (request: IncomingMessage, most: number) => ReturnType<WebhookRequest["body"]> = (
  request,
  most,
) =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > most) {
        request.removeAllListeners("data");
        request.resume();
        resolve(undefined);
      } else chunks.push(chunk);
    });
    request.on("end", () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    // A sender that hangs up before its body is whole ends in an error too.
    request.on("error", reject);
  });
