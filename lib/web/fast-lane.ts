import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { Logger } from "../core/log";
import type { WebhookAnswer, WebhookDoor } from "../doors/webhook-door";
import { answerHeaders } from "./node-webhook";
import { readPlainWebhook } from "./plain-webhook";

export interface FastLane {
  /** Takes a connection that was accepted a moment ago. */
  take(socket: Socket): void;
  /** Closes connections at which nobody waits, and the others with their answer. */
  close(): void;
  /** Breaks off all that are left. */
  destroy(): void;
}

export interface FastLaneOptions {
  door: WebhookDoor;
  log: Logger;
  /** A connection with nothing under way is closed after so many milliseconds. */
  idleMs: number;
  /** Takes a connection for good, at the beginning of a request: its bytes are still to be read. */
  handOver: (socket: Socket) => void;
}

/**
 * Webhooks straight from the socket, as long as a connection carries nothing else: one whole request at a time, in its
 * plainest form. With the first request that is anything else the connection goes to node:http for good, which
 * reads that request from its first byte (docs/decisions/0036-webhooks-from-the-socket.md).
 */
export function createFastLane({ door, log, idleMs, handOver }: FastLaneOptions): FastLane {
  /** Connections in the lane, and whether each has a request under way. */
  const lane = new Map<Socket, boolean>();
  let closing = false;

  function take(socket: Socket): void {
    /** Read while a request was under way. */
    const early: Buffer[] = [];
    lane.set(socket, false);
    const handOn = (bytes: Buffer) => {
      lane.delete(socket);
      for (const [event, listener] of Object.entries(listeners)) socket.off(event, listener);
      socket.setTimeout(0);
      socket.pause();
      socket.unshift(bytes);
      handOver(socket);
      process.nextTick(() => socket.resume());
    };
    const answered = (answer: WebhookAnswer) => {
      if (!socket.writable) {
        // Telegram hung up: what should have travelled in the answer goes another way.
        answer.notAnswered?.();
        return;
      }
      socket.write(...message(answer, closing ? "close" : "keep-alive"));
      lane.set(socket, false);
      if (closing) socket.destroySoon();
      else if (early.length > 0) handOn(Buffer.concat(early));
    };
    const listeners = {
      data(bytes: Buffer) {
        if (lane.get(socket)) {
          early.push(bytes);
          socket.pause();
          return;
        }
        // Who does not read our answers is left to node:http as well, which stops reading then.
        const webhook = socket.writableLength === 0 ? readPlainWebhook(bytes) : undefined;
        if (!webhook) return handOn(bytes);
        lane.set(socket, true);
        const { userId, headers, body } = webhook;
        door({
          userId,
          peer: socket.remoteAddress ?? "",
          header: (name) => headers[name],
          body: async (most) => (body.length > most ? undefined : body),
        }).then(answered, (error: unknown) => {
          log.error({ err: error }, "request failed");
          answered({ status: 500, body: "" });
        });
      },
      // As node:http does it: who has said the last word gets no answer any more.
      end: () => socket.end(),
      timeout() {
        if (!lane.get(socket)) socket.destroy();
      },
      error() {},
      close: () => lane.delete(socket),
    };
    for (const [event, listener] of Object.entries(listeners)) socket.on(event, listener);
    socket.setTimeout(idleMs);
  }

  const keepAlive = `keep-alive: timeout=${Math.floor(idleMs / 1000)}\r\n`;

  /** An answer as it goes over the line, and its encoding. */
  function message(answer: WebhookAnswer, connection: "close" | "keep-alive"): [string, BufferEncoding] {
    const { status, body } = answer;
    const headers = answerHeaders(answer);
    let text = `${["HTTP/1.1", status, STATUS_CODES[status]].join(" ")}\r\n`;
    for (const name in headers) text += `${name}: ${headers[name]}\r\n`;
    text += `date: ${dateNow()}\r\nconnection: ${connection}\r\n${connection === "close" ? "" : keepAlive}\r\n${body}`;
    return [text, headers["content-length"] === body.length ? "latin1" : "utf8"];
  }

  return {
    take,
    close() {
      closing = true;
      for (const [socket, busy] of lane) if (!busy) socket.destroy();
    },
    destroy() {
      for (const socket of lane.keys()) socket.destroy();
    },
  };
}

let second = 0;
let date = "";
/** HTTP's form of the time (RFC 9110, 5.6.7), made once a second. */
function dateNow(): string {
  const now = Math.floor(Date.now() / 1000);
  if (now !== second) {
    second = now;
    date = new Date(now * 1000).toUTCString();
  }
  return date;
}
