import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { connect } from "node:net";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import { type buildConnector, type Dispatcher, Pool } from "undici";
import { type EarlyRefusal, endAnswer, refuse } from "./end-answer";
import { nameOfPeerHeader } from "./peer";
import { hasBody } from "./request-body";

/** How long a request waits for pages that are starting, in milliseconds; they take a second or two. */
const startingMs = 10_000;
const retryMs = 50;
/** A connection at which nobody asks is closed after so many milliseconds. */
const idleMs = 60_000;

/** Most bytes of a body: above what any page, action or REST call takes. next.config.ts names the same. */
const maxBodyBytes = 2 * 1024 * 1024;

const tooLarge: EarlyRefusal = {
  status: 413,
  code: "body_too_large",
  detail: "The body is larger than 2 MiB.",
};
const away: EarlyRefusal = {
  status: 503,
  code: "unavailable",
  detail: "The pages are not there at the moment. Try again.",
  headers: { "retry-after": "2" },
};

/**
 * What concerns one connection only (RFC 9110, 7.6.1), the question that our own server answers, and the mark that Next
 * puts on requests of its own.
 */
const ofConnection = new Set([
  "connection",
  "expect",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "x-action-forwarded",
]);

/** Hands requests to the process of the pages over a local socket, and its answers back, as they come. */
export interface PagesProxy {
  /** Resolves when the answer is over, whatever became of it. */
  pass(url: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): void;
}

/**
 * Where the pages are not there, a request waits for them; what they may have begun is asked again only if it is GET or
 * HEAD, and answered 503 else.
 *
 * The body goes on with the length that its sender declared, or in chunks where he declared none. undici ends a
 * connection on which a body did not go out whole, so that no byte of one request is ever read as another.
 */
export function createPagesProxy(socketPath: string, peerKey: string): PagesProxy {
  const peerHeader = nameOfPeerHeader(peerKey);
  const pool = new Pool("http://pages", {
    connect: waitingConnector(socketPath),
    keepAliveTimeout: idleMs,
    clientTtl: idleMs,
    // A redirect repeats the address, and its percent signs are written as three letters.
    maxHeaderSize: 128 * 1024,
    // An event stream has no end, and a verb may take its time.
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  /** Resolves when the answer is given; rejects where none came, or half of one. */
  async function forward(url: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const hungUp = new AbortController();
    const hangUp = () => hungUp.abort();
    response.once("close", hangUp);
    const body = bodyOf(request);
    try {
      const answer = await pool.request({
        path: url,
        method: request.method as Dispatcher.HttpMethod,
        headers: { [peerHeader]: request.socket.remoteAddress ?? "", ...endToEnd(request.headers) },
        body: body ?? null,
        signal: hungUp.signal,
      });
      response.writeHead(answer.statusCode, endToEnd(answer.headers));
      response.flushHeaders();
      await pipeline(answer.body, response, { end: false });
      await endAnswer(request, response);
    } finally {
      response.off("close", hangUp);
      body?.destroy();
    }
  }

  async function pass(url: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (Number(request.headers["content-length"] ?? 0) > maxBodyBytes)
      return refuse(request, response, tooLarge);
    const again = request.method === "GET" || request.method === "HEAD";
    const deadline = performance.now() + startingMs;
    for (;;) {
      try {
        return await forward(url, request, response);
      } catch (error) {
        if (response.destroyed) return;
        if (response.headersSent) return void response.destroy();
        if (error instanceof BodyTooLarge) return refuse(request, response, tooLarge);
        if (!isAway(error)) throw error;
        if (!again || performance.now() >= deadline) return refuse(request, response, away);
        await pause(retryMs);
      }
    }
  }

  return { pass, close: () => void pool.destroy() };
}

/** Whether a request says itself that its body is longer than anything here takes. */
export function isTooLarge({ headers }: IncomingMessage): boolean {
  return Number(headers["content-length"] ?? 0) > maxBodyBytes;
}

/** Tries to connect until the pages listen, for as long as a start of theirs may take. */
function waitingConnector(socketPath: string): buildConnector.connector {
  return (_target, done) => {
    const deadline = performance.now() + startingMs;
    const attempt = () => {
      const socket = connect(socketPath);
      const failed = (error: Error) => {
        if (performance.now() < deadline) setTimeout(attempt, retryMs);
        else done(error, null);
      };
      socket.once("error", failed).once("connect", () => {
        socket.off("error", failed);
        done(null, socket);
      });
    };
    attempt();
  };
}

/** Whether the pages could not be reached, or hung up. */
function isAway(error: unknown): boolean {
  const { code } = error as { code?: string };
  return ["ECONNREFUSED", "ENOENT", "ECONNRESET", "EPIPE", "UND_ERR_SOCKET"].includes(code ?? "");
}

class BodyTooLarge extends Error {}

/**
 * A request's body, counted; undefined where there is none (RFC 9112, 6.3). Its end, whole or not, leaves the request
 * itself alone: to destroy that would reset the client's connection under an answer which is on its way.
 */
function bodyOf(request: IncomingMessage): Transform | undefined {
  if (!hasBody(request.headers)) return undefined;
  let bytes = 0;
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > maxBodyBytes ? new BodyTooLarge() : null, chunk);
    },
  });
  const broken = () => body.destroy(new Error("The client hung up before its body was whole."));
  request.once("error", broken).pipe(body);
  body.on("error", () => {});
  body.once("close", () => {
    request.off("error", broken).unpipe(body);
    // What is left of it is nobody's.
    request.on("error", () => {}).resume();
  });
  return body;
}

function endToEnd(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !ofConnection.has(name)) kept[name] = value;
  }
  return kept;
}
