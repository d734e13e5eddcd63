import type { IncomingMessage, ServerResponse } from "node:http";
import { sameSecret } from "../core/vault";
import type { Metrics } from "./metrics";

const loopback = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/** Answers GET /metrics: with METRICS_TOKEN as bearer where one is set, else to this machine only. */
export async function serveMetrics(
  metrics: Metrics,
  token: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const allowed =
    token === undefined
      ? loopback.has(request.socket.remoteAddress ?? "") && request.headers["x-forwarded-for"] === undefined
      : sameSecret(request.headers.authorization ?? "", `Bearer ${token}`);
  if (!allowed) {
    const [status, text] =
      token === undefined
        ? [403, "Metrics are for this machine only. Set METRICS_TOKEN to read them from elsewhere.\n"]
        : [401, "Send METRICS_TOKEN as a bearer token.\n"];
    response.writeHead(status as number, { "content-type": "text/plain" }).end(text);
    return;
  }
  const text = await metrics.registry.metrics();
  response.writeHead(200, { "content-type": metrics.registry.contentType }).end(text);
}
