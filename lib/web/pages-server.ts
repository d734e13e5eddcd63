import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { join } from "node:path";
import next from "next";
import type { Portal } from "../runtime/portal";
import { markOwnServer } from "./peer";

/**
 * Next behind a local socket, on which the web process passes on all but webhooks
 * (nextjs.org/docs/app/guides/custom-server).
 *
 * @param dir the repository, where .next lies.
 * @returns what stops accepting, lets open requests end, and closes.
 */
export async function startPagesServer(
  portal: Portal,
  { dir, socketPath }: { dir: string; socketPath: string },
): Promise<() => Promise<void>> {
  const { HOST, PORT } = portal.config;
  handOverNextConfig(dir);
  const app = next({ dev: false, dir, hostname: HOST, port: PORT });
  const handle = app.getRequestHandler();
  await app.prepare();

  /** Open event streams: they never end by themselves. */
  const streams = new Set<ServerResponse>();
  // The web process alone connects, and keeps its connections: it has limits of its own for whom it speaks for.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (request, response) => {
    const url = request.url ?? "/";
    if (!canDecode(url)) {
      response.writeHead(400, { "content-type": "text/plain" }).end("The address cannot be read.\n");
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
  markOwnServer();
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
  };
}

/**
 * Gives Next its settings as the build wrote them down, in the way its own standalone server does. To read
 * next.config.ts it would load its native compiler, which takes tens of megabytes.
 */
function handOverNextConfig(dir: string): void {
  const built = readFileSync(join(dir, ".next", "required-server-files.json"), "utf8");
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(
    (JSON.parse(built) as { config: object }).config,
  );
}

/** Whether the path's percent signs make sense; Next answers 500 where they do not. */
function canDecode(url: string): boolean {
  try {
    decodeURIComponent(url.split("?", 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
}
