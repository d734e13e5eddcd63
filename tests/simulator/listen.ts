import { createServer, type Server } from "node:http";
import { createSecureServer, type Http2SecureServer } from "node:http2";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { type AnyResponse, isBotApiPath, serveBotApi } from "./bot-api-server";
import { Connections } from "./connections";
import type { Control } from "./control";
import { serveControl } from "./control-server";
import { Http2Faults } from "./http2-faults";
import type { AnyRequest } from "./request-body";
import { isFilePath, serveFile } from "./serve-file";
import type { World } from "./world";

/** How the server is reached. */
export interface ListenOptions {
  port?: number;
  host?: string;
  tls?: { key: string | Buffer; cert: string | Buffer };
  http2?: boolean;
  maxConcurrentStreams?: number;
}

/** A listening server. */
export interface Listening {
  url: string;
  port: number;
  /** Destroys open Bot API connections: of one bot, or of all. */
  cut(botId: number | undefined): void;
  close(): Promise<void>;
}

const botPath = /^\/bot(\d+)[:%]/;

/** Starts the one HTTP server behind both the Bot API and the control API. */
export async function listen(
  world: World,
  control: () => Control,
  options: ListenOptions,
): Promise<Listening> {
  const connections = new Connections();
  const http2Faults = new Http2Faults(world);
  const serve = (request: AnyRequest, response: AnyResponse): Promise<void> => {
    const url = request.url ?? "/";
    if (url.startsWith("/sim")) return serveControl(world, control(), request, response);
    if (isFilePath(url)) return serveFile(world, url, response);
    if (!isBotApiPath(url)) return notHere(response);
    const id = Number(botPath.exec(url)?.[1] ?? 0);
    connections.serving(request, id);
    if ("stream" in request && http2Faults.apply(request.stream, id)) return Promise.resolve();
    return serveBotApi(world, request, response, (whole) => connections.cutCall(request, whole));
  };
  const server = open(options, (request, response) => {
    serve(request, response).catch(() => connections.cutCall(request, false));
  });
  server.on(options.tls ? "secureConnection" : "connection", (socket: Socket) => connections.opened(socket));
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port: options.port ?? 0, host: options.host ?? "127.0.0.1", backlog: 4096 }, () => {
      const address = server.address() as AddressInfo;
      resolve(address.port);
    });
  });
  const host = options.host === undefined || options.host === "0.0.0.0" ? "127.0.0.1" : options.host;
  return {
    url: `${options.tls ? "https" : "http"}://${host}:${port}`,
    port,
    cut: (botId) => connections.cut(botId),
    close() {
      return new Promise((resolve) => {
        server.close(() => resolve());
        connections.destroyAll();
      });
    },
  };
}

type Handler = (request: AnyRequest, response: AnyResponse) => void;

function open(options: ListenOptions, handle: Handler): Server | Http2SecureServer {
  const patient = {
    requestTimeout: 0,
    headersTimeout: 0,
    keepAliveTimeout: 120_000,
    connectionsCheckingInterval: 60_000,
  };
  if (options.tls && options.http2) {
    const settings = { maxConcurrentStreams: options.maxConcurrentStreams ?? 1000 };
    return createSecureServer({ ...options.tls, allowHTTP1: true, settings }, handle);
  }
  return options.tls
    ? createTlsServer({ ...options.tls, ...patient }, handle)
    : createServer(patient, handle);
}

async function notHere(response: AnyResponse): Promise<void> {
  response.writeHead(404, { "content-type": "application/json" });
  response.end('{"ok":false,"error_code":404,"description":"Not Found"}');
}
