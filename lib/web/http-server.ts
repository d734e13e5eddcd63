import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Runtime } from "../runtime/runtime";
import { serveMetrics } from "../runtime/serve-metrics";
import { createFastLane, type FastLane } from "./fast-lane";
import { serveWebhook } from "./node-webhook";
import { createPagesProxy } from "./pages-proxy";

export interface WebServer {
  port: number;
  /** Stops accepting, lets open requests end, and closes. */
  close(): Promise<void>;
}

/** A connection with no request under way is closed after so many milliseconds: later than nginx would, and others. */
const idleMs = 75_000;

/**
 * The web process's server: POST /webhook/* goes straight to the webhook door and /metrics is answered
 * here; all else is passed on to the process of the pages, so that no page holds up an update.
 *
 * @param pagesSocket the local socket at which that process listens.
 */
export async function startWebServer(runtime: Runtime, pagesSocket: string): Promise<WebServer> {
  const { HOST, PORT, METRICS_TOKEN } = runtime.config;
  const pages = createPagesProxy(pagesSocket);
  const server = createServer({ keepAliveTimeout: idleMs, requestTimeout: 60_000 }, (request, response) => {
    const url = originForm(request.url ?? "/");
    const userId = request.method === "POST" && url.startsWith("/webhook/") ? url.slice(9) : undefined;
    const served =
      userId !== undefined && !userId.includes("/")
        ? serveWebhook(runtime.webhookDoor, withoutQuery(userId), request, response)
        : withoutQuery(url) === "/metrics"
          ? serveMetrics(runtime.metrics, METRICS_TOKEN, request, response)
          : pages.pass(url, request, response);
    served.catch((error: unknown) => fail(runtime, error, response));
  });
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
