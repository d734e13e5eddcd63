import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfigError } from "../config/env";
import type { Runtime } from "./runtime";
import { serveMetrics } from "./serve-metrics";
import { version } from "./version";

/** The sidecar's own little server: /api/health and /metrics, on this machine only unless told otherwise. */
export async function startSidecarServer(
  runtime: Runtime,
  polledBots: () => number,
): Promise<{ port: number; close(): Promise<void> }> {
  const { SIDECAR_HOST, SIDECAR_PORT, METRICS_TOKEN } = runtime.config;
  const server = createServer((request, response) => {
    if (request.url === "/metrics") {
      serveMetrics(runtime.metrics, METRICS_TOKEN, request, response).catch(() => response.destroy());
    } else if (request.url === "/api/health") {
      const up = runtime.signals.present;
      const body = { status: up ? "ok" : "down", database: up, polledBots: polledBots(), version };
      response.writeHead(up ? 200 : 503, { "content-type": "application/json" }).end(JSON.stringify(body));
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) =>
      reject(
        (error as { code?: unknown }).code === "EADDRINUSE"
          ? new ConfigError(
              `Port ${SIDECAR_PORT} is in use by another program. Set SIDECAR_PORT to a free one.`,
            )
          : error,
      ),
    );
    server.listen({ port: SIDECAR_PORT, host: SIDECAR_HOST }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
