import { mkdtempSync, rmSync } from "node:fs";
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createPagesProxy, type PagesProxy } from "../../lib/web/pages-proxy";
import { nameOfPeerHeader } from "../../lib/web/peer";
import { gate } from "../support/gate";

const key = "0123456789abcdef";
const folder = mkdtempSync(join(tmpdir(), "hookline-proxy-"));
const socketPath = join(folder, "pages");

let proxy: PagesProxy;
let front: Server;
let port: number;
let pages: Server | undefined;

/** The process of the pages, on its socket. */
async function startPages(listener: RequestListener): Promise<void> {
  const server = createServer(listener);
  pages = server;
  await new Promise<void>((resolve) => void server.listen(socketPath, resolve));
}
const end = (server: Server | undefined) =>
  new Promise<void>((resolve) => {
    if (!server) return resolve();
    server.close(() => resolve());
    server.closeAllConnections();
  });

beforeEach(async () => {
  proxy = createPagesProxy(socketPath, key);
  front = createServer((request, response) => {
    proxy.pass(request.url ?? "", request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => void front.listen(0, "127.0.0.1", resolve));
  port = (front.address() as AddressInfo).port;
});
afterEach(async () => {
  proxy.close();
  await end(front);
  await end(pages);
  pages = undefined;
  rmSync(socketPath, { force: true });
});

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** In chunks, without a declared length. */
  chunks?: Buffer[];
}

function send(
  path: string,
  { method = "GET", headers = {}, body, chunks }: Sent = {},
): Promise<{
  status: number;
  headers: IncomingMessage["headers"];
  body: string;
}> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ port, host: "127.0.0.1", path, method, headers }, async (response) => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: await text(response) });
    });
    request.on("error", reject);
    for (const chunk of chunks ?? []) request.write(chunk);
    request.end(body);
  });
}

describe("what the web process passes on to the pages", () => {
  test("keeps its method, path, body and headers, but for those of one connection, and names the client", async () => {
    await startPages(async (request, response) => {
      const { headers, method, url } = request;
      const body = await text(request);
      response.writeHead(201, { "x-answer": "yes", connection: "keep-alive", "set-cookie": ["a=1", "b=2"] });
      response.end(JSON.stringify({ method, url, body, headers }));
    });
    const answer = await send("/bots/1?tab=a%20b", {
      method: "POST",
      headers: {
        "x-kept": "yes",
        "x-action-forwarded": "1",
        te: "trailers",
        [nameOfPeerHeader("fedcba9876543210")]: "1.2.3.4",
      },
      body: "hello",
    });
    expect(answer).toMatchObject({
      status: 201,
      headers: { "x-answer": "yes", "set-cookie": ["a=1", "b=2"] },
    });
    const seen = JSON.parse(answer.body) as { headers: Record<string, string> };
    expect(seen).toMatchObject({
      method: "POST",
      url: "/bots/1?tab=a%20b",
      body: "hello",
      headers: { "x-kept": "yes" },
    });
    expect(seen.headers[nameOfPeerHeader(key)]).toBe("127.0.0.1");
    expect(seen.headers).not.toHaveProperty("te");
    expect(seen.headers).not.toHaveProperty("x-action-forwarded");
  });

  test("waits for pages that are starting", async () => {
    const asked = send("/bots");
    await startPages((_request, response) => response.end("here"));
    expect(await asked).toMatchObject({ status: 200, body: "here" });
  });

  test("is asked again of pages that hung up where it is GET, and answered 503 where it may have been carried out", async () => {
    let asked = 0;
    await startPages((request, response) => {
      if (asked++ % 2 === 0) request.socket.destroy();
      else response.end(`the ${asked}nd`);
    });
    expect(await send("/bots")).toMatchObject({ status: 200, body: "the 2nd" });
    const posted = await send("/bots", { method: "POST", body: "{}" });
    expect(posted).toMatchObject({ status: 503, headers: { "retry-after": "2" } });
    expect(asked).toBe(3);
  });

  test.each<[how: string, sent: Sent]>([
    ["declared", { headers: { "content-length": String(3 * 1024 * 1024) } }],
    [
      "counted",
      { headers: { "transfer-encoding": "chunked" }, chunks: Array(48).fill(Buffer.alloc(64 * 1024)) },
    ],
  ])("is refused where its body is above 2 MiB, %s", async (_how, sent) => {
    await startPages((request, response) => request.resume().on("end", () => response.end("read")));
    expect(await send("/bots", { method: "POST", ...sent })).toMatchObject({ status: 413 });
    expect(await send("/bots", { method: "POST", body: "small" })).toMatchObject({
      status: 200,
      body: "read",
    });
  });

  test("ends at the pages when its client hangs up, as an open event stream does", async () => {
    const [opened, ended] = [gate(), gate()];
    await startPages((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: 1\n\n");
      response.once("close", ended.open);
      opened.open();
    });
    const request = httpRequest({ port, host: "127.0.0.1", path: "/api/events" });
    request.on("error", () => {}).end();
    await opened.opened;
    request.destroy();
    await ended.opened;
  });
});
