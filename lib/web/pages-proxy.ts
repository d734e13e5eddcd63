import {
  Agent,
  request as connect,
  type IncomingMessage,
  type RequestOptions,
  type ServerResponse,
} from "node:http";
import { pipeline } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { problem } from "./api/problem";
import { peerHeader } from "./peer";

/** How long a request waits for pages that are starting, in milliseconds; they take a second or two. */
const patienceMs = 10_000;
const retryMs = 50;
/** Connections that are kept open while nobody asks. */
const mostFree = 32;

/** What concerns one connection only (RFC 9110, 7.6.1), and the question that our own server answers. */
const ofConnection = new Set(["connection", "keep-alive", "proxy-connection", "upgrade", "expect"]);

/** Hands requests to the process of the pages over a local socket, and its answers back, as they come. */
export interface PagesProxy {
  /** Resolves when the answer is over, whatever became of it. */
  pass(url: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): void;
}

/** Where the pages are not there, what cannot have been begun waits and is tried again; the rest is answered 503. */
export function createPagesProxy(socketPath: string): PagesProxy {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: mostFree });

  async function pass(url: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = { agent, socketPath, path: url, method: request.method, headers: headersOf(request) };
    const deadline = performance.now() + patienceMs;
    while ((await attempt(target, request, response)) === "not-begun" && performance.now() < deadline)
      await pause(retryMs);
    if (response.destroyed || response.headersSent) return;
    unavailable(url, response);
  }

  return { pass, close: () => agent.destroy() };
}

/** @returns "not-begun": nothing has been done about it, so it may be tried again. */
function attempt(
  target: RequestOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<"over" | "not-begun"> {
  return new Promise((resolve) => {
    const safe = request.method === "GET" || request.method === "HEAD";
    let sent = false;
    const passed = connect(target);
    const hangUp = () => passed.destroy();
    response.once("close", hangUp);
    passed.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders));
      response.flushHeaders();
      pipeline(answer, response, () => {
        response.off("close", hangUp);
        resolve("over");
      });
    });
    passed.on("error", () => {
      response.off("close", hangUp);
      // Of what is answered in part, the pipeline tells the end.
      if (!response.headersSent) resolve(!response.destroyed && (safe || !sent) ? "not-begun" : "over");
    });
    passed.once("socket", (socket) => {
      const send = () => {
        sent = true;
        // Reading may only be asked for, so nothing of it is lost when it is tried again.
        if (safe) passed.end();
        else request.pipe(passed);
      };
      if (socket.connecting) socket.once("connect", send);
      else send();
    });
  });
}

function headersOf(request: IncomingMessage): Record<string, string | string[] | undefined> {
  const headers: Record<string, string | string[] | undefined> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (!ofConnection.has(name)) headers[name] = value;
  }
  headers[peerHeader] = request.socket.remoteAddress ?? "";
  return headers;
}

/** The headers of an answer but those of its connection, names and values in turn. */
function endToEnd(raw: readonly string[]): string[] {
  const headers: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const [name = "", value = ""] = [raw[i], raw[i + 1]];
    const lower = name.toLowerCase();
    if (!ofConnection.has(lower) && lower !== "transfer-encoding") headers.push(name, value);
  }
  return headers;
}

function unavailable(url: string, response: ServerResponse): void {
  const words = "The pages are not there at the moment. Try again.";
  const ofApi = url.startsWith("/api/");
  response
    .writeHead(503, {
      "content-type": ofApi ? "application/problem+json" : "text/plain",
      "cache-control": "no-store",
      "retry-after": "2",
    })
    .end(ofApi ? JSON.stringify(problem(503, "unavailable", words)) : `${words}\n`);
}
