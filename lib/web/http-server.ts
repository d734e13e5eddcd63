import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Runtime } from "../runtime/runtime";
import { serveMetrics } from "../runtime/serve-metrics";
import { type EarlyRefusal, refuse } from "./end-answer";
import { createFastLane, type FastLane } from "./fast-lane";
import { serveWebhook } from "./node-webhook";
import { createPagesProxy, isTooLarge } from "./pages-proxy";
import { hasBody } from "./request-body";

export interface WebServer {
  port: number;
  /** Stops accepting, lets open requests end, and closes. */
  close(): Promise<void>;
}

/** A connection with no request under way is closed after so many milliseconds: later than nginx would, and others. */
const idleMs = 75_000;

/** What pages answer to, and what the REST API does; WebDAV's methods, TRACE and the like are nobody's. */
const ofMetrics = ["GET", "HEAD"];
const ofPages = [...ofMetrics, "POST", "OPTIONS"];
const ofApi = [...ofPages, "PUT", "PATCH", "DELETE"];
const noMethod = (methods: readonly string[]): EarlyRefusal => ({
  status: 405,
  code: "method_not_allowed",
  detail: "There is no such method here.",
  headers: { allow: methods.join(", ") },
});
const noTarget: EarlyRefusal = {
  status: 400,
  code: "malformed_body",
  detail: "The request's target has to be a path that begins with a slash.",
};
const noHost: EarlyRefusal = {
  status: 400,
  code: "malformed_body",
  detail: "The Host header has to be a name or an address.",
};
const bodyOfGet: EarlyRefusal = {
  status: 400,
  code: "malformed_body",
  detail: "A GET or HEAD request cannot have a body.",
};

/** A name or an address, and perhaps a port (RFC 9112, 3.2). */
const hostForm = /^(?:\[[\da-f:.]+\]|[^\s[\]/\\@?#]*)(?::\d*)?$/i;

/**
 * The web process's server: POST /webhook/* goes straight to the webhook door and /metrics is answered
 * here; all else is passed on to the process of the pages, so that no page holds up an update.
 *
 * @param pages the local socket at which that process listens, and the key under which it is told who asks.
 */
export async function startWebServer(
  runtime: Runtime,
  { socketPath, peerKey }: { socketPath: string; peerKey: string },
): Promise<WebServer> {
  const { HOST, PORT, METRICS_TOKEN } = runtime.config;
  const pages = createPagesProxy(socketPath, peerKey);
  const route = (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = originForm(request.url ?? "/");
    const { method = "" } = request;
    // What comes after the request may be another protocol's: node:http drops what it has read of it.
    if (request.headers.upgrade !== undefined) response.shouldKeepAlive = false;
    if (!url.startsWith("/")) return refuse(request, response, noTarget);
    if (!hostForm.test(request.headers.host ?? "")) return refuse(request, response, noHost);
    const isMetrics = withoutQuery(url) === "/metrics";
    const methods = isMetrics ? ofMetrics : url.startsWith("/api/") ? ofApi : ofPages;
    if (!methods.includes(method)) return refuse(request, response, noMethod(methods));
    // Its length would go on to the pages without it, or the other way round.
    if ((method === "GET" || method === "HEAD") && hasBody(request.headers))
      return refuse(request, response, bodyOfGet);
    const userId = method === "POST" && url.startsWith("/webhook/") ? url.slice(9) : undefined;
    if (userId !== undefined && !userId.includes("/"))
      return serveWebhook(runtime.webhookDoor, withoutQuery(userId), request, response);
    if (isMetrics) return serveMetrics(runtime.metrics, METRICS_TOKEN, request, response);
    return pages.pass(url, request, response);
  };
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    route(request, response).catch((error: unknown) => fail(runtime, error, response));
  };
  const server = createServer({ keepAliveTimeout: idleMs, requestTimeout: 60_000 }, serve)
    // Somebody asks whether to send a body. To one that nobody takes the refusal is the answer.
    .on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
      if (!isTooLarge(request)) {
        delete request.headers.expect;
        response.writeContinue();
      }
      serve(request, response);
    })
    // Somebody wants a tunnel to elsewhere.
    .on("connect", (_request, socket: Socket) => {
      socket
        .on("error", () => {})
        .end(`HTTP/1.1 405 ${STATUS_CODES[405]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    });
  // Of more headers node:http keeps the first thousand; their bytes are limited anyway.
  server.maxHeadersCount = 0;
  const lane = withFastLane(server, runtime);
  await listen(server, PORT, HOST);

  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      lane.close();
      // Requests under way get a moment.
      const force = setTimeout(() => {
        server.closeAllConnections();
        lane.destroy();
      }, 10_000);
      await closed;
      clearTimeout(force);
      pages.close();
    },
  };
}

/** Gives the server's connections to a fast lane first, and back to node:http with what is not plain. */
function withFastLane(server: Server, { webhookDoor: door, log }: Runtime): FastLane {
  const toHttp = server.listeners("connection") as ((socket: Socket) => void)[];
  const handOver = (socket: Socket) => {
    for (const listener of toHttp) listener.call(server, socket);
  };
  const lane = createFastLane({ door, log, idleMs, handOver });
  server.removeAllListeners("connection").on("connection", (socket: Socket) => lane.take(socket));
  return lane;
}

/** A proxy's form of a target, `http://host/path` (RFC 9112, 3.2.2), without what stands before the path. */
const originForm = (target: string): string => target.replace(/^https?:\/\/[^/?#]*\/?/i, "/");

const withoutQuery = (url: string): string => {
  const at = url.indexOf("?");
  return at === -1 ? url : url.slice(0, at);
};

function fail(runtime: Runtime, error: unknown, response: ServerResponse<IncomingMessage>): void {
  runtime.log.error({ err: error }, "request failed");
  if (response.headersSent) response.destroy();
  else response.writeHead(500).end();
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, backlog: 2048 }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
