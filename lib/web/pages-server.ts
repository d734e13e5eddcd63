import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { join } from "node:path";
import next from "next";
import type { Portal } from "../runtime/portal";
import { readActions } from "./known-actions";
import { keepNextsOwnCalls } from "./next-own-calls";
import { refusalOf } from "./page-refusal";
import { nameOfPeerHeader, trustPeerHeader } from "./peer";
import { apiSecurityHeaders, plainSecurityHeaders } from "./security-headers";

/**
 * Next behind a local socket, on which the web process passes on all but webhooks
 * (nextjs.org/docs/app/guides/custom-server).
 *
 * @param dir the repository, where .next lies.
 * @param peerKey the key under which the web process says who asks.
 * @returns what stops accepting, lets open requests end, and closes.
 */
export async function startPagesServer(
  portal: Portal,
  { dir, socketPath, peerKey }: { dir: string; socketPath: string; peerKey: string },
): Promise<() => Promise<void>> {
  const { HOST, PORT, NEXTAUTH_URL } = portal.config;
  handOverNextConfig(dir, NEXTAUTH_URL);
  const endOwnCalls = keepNextsOwnCalls(socketPath);
  readActions(dir);
  const https = NEXTAUTH_URL?.startsWith("https://") ?? false;
  // Of the API's answers they are all: proxy.ts, which gives a page its policy, would have a stranger's body read.
  const ofApi = Object.entries(apiSecurityHeaders({ https }));
  const ofPages = Object.entries(plainSecurityHeaders({ https }));
  // Static files are named by their content; a page has some fifteen of them, and would pay for the headers on each.
  const headersAt = (url: string) =>
    url.startsWith("/_next/static/") ? [] : url.startsWith("/api/") ? ofApi : ofPages;
  const app = next({ dev: false, dir, hostname: HOST, port: PORT });
  const handle = app.getRequestHandler();
  await app.prepare();

  /** Open event streams: they never end by themselves. */
  const streams = new Set<ServerResponse>();
  // The web process alone connects, and keeps its connections: it has limits of its own for whom it speaks for.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (request, response) => {
    const url = request.url ?? "/";
    for (const [name, value] of headersAt(url)) response.setHeader(name, value);
    const refusal = refusalOf(request, portal);
    if (refusal) {
      const answer = () =>
        response
          .writeHead(refusal.status, { "content-type": "text/plain", ...refusal.headers })
          .end(refusal.texts);
      // Of a body that turns out too long the web process says so.
      if (refusal.status === 415) request.once("end", answer).resume();
      else answer();
      return;
    }
    if (/^\/api\/events(?:\?|$)/.test(url)) {
      streams.add(response);
      response.once("close", () => streams.delete(response));
    }
    handle(request, response).catch((error: unknown) => {
      portal.log.error({ err: error }, "request failed");
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  });
  // The web process has limited their bytes.
  server.maxHeadersCount = 0;
  trustPeerHeader(nameOfPeerHeader(peerKey));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ path: socketPath, backlog: 1024 }, resolve);
  });

  return async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    // Pages learn at once that they are behind; requests under way get a moment.
    for (const stream of streams) stream.destroy();
    const force = setTimeout(() => server.closeAllConnections(), 10_000);
    await closed;
    clearTimeout(force);
    await app.close();
    await endOwnCalls();
  };
}

/**
 * Gives Next its settings as the build wrote them down, in the way its own standalone server does. To read
 * next.config.ts it would load its native compiler, which takes tens of megabytes.
 *
 * @param publicUrl where the portal's forms are, whatever Host a proxy in between sends.
 */
function handOverNextConfig(dir: string, publicUrl: string | undefined): void {
  // Next would read the file .env itself, and with it what no process that serves is given.
  process.env.__NEXT_PROCESSED_ENV = "true";
  const built = readFileSync(join(dir, ".next", "required-server-files.json"), "utf8");
  const { config } = JSON.parse(built) as { config: { experimental: object } };
  const allowedOrigins = publicUrl === undefined ? [] : [new URL(publicUrl).host];
  const experimental = { ...config.experimental, serverActions: { allowedOrigins } };
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify({ ...config, experimental });
}
