import { constants, createSecureServer, type SecureServerOptions, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo, Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../../lib/core/ports";
import { createTelegram, type Telegram } from "../../lib/telegram/client";
import { createSimulator } from "../simulator/index";
import { type Certificate, makeCertificate } from "../support/certificate";
import { runNginx } from "../support/nginx";

let tls: Certificate;

beforeAll(() => {
  tls = makeCertificate("DNS:localhost", "IP:127.0.0.1");
});
afterAll(() => tls.remove());

function telegramAt(port: number): Telegram {
  const telegram = createTelegram({
    apiRoot: `https://127.0.0.1:${port}`,
    http2: "auto",
    caFile: tls.certFile,
  });
  onTestFinished(() => telegram.close());
  return telegram;
}

/** Lets a server listen until the test is over. */
async function telegramOf(server: Server): Promise<Telegram> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return telegramAt((server.address() as AddressInfo).port);
}

interface Received {
  headers: Record<string, unknown>;
  body: string;
}

/** A server of nghttp2's, by Node, that answers each call as it is told. */
async function startServer(
  answer: (stream: ServerHttp2Stream, received: Received) => void,
  options: SecureServerOptions = {},
): Promise<Telegram> {
  const server = createSecureServer({ key: tls.key, cert: tls.cert, ...options });
  server.on("stream", async (stream, headers) => {
    let body = "";
    for await (const part of stream.setEncoding("utf8")) body += part;
    answer(stream, { headers, body });
  });
  server.on("sessionError", () => {});
  return telegramOf(server);
}

/** Answers with what was received. */
function echo(stream: ServerHttp2Stream, received: Received): void {
  stream.respond({ ":status": 200, "content-type": "application/json" });
  stream.end(JSON.stringify({ ok: true, result: received }));
}

const call = (telegram: Telegram, params: object = {}): Promise<Received> =>
  telegram.call<Received>("1:secret", "sendMessage", params, { timeoutMs: 10_000 });

describe("an HTTP/2 server", () => {
  test("hears method, address, path, type and length of a call", async () => {
    const telegram = await startServer(echo);
    const { headers, body } = await call(telegram, { text: "Grüße 👋" });
    expect(headers).toMatchObject({
      ":method": "POST",
      ":scheme": "https",
      ":authority": expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      ":path": "/bot1:secret/sendMessage",
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength('{"text":"Grüße 👋"}')),
    });
    expect(body).toBe('{"text":"Grüße 👋"}');
  });

  test.each([
    ["small windows", { settings: { initialWindowSize: 1_000 } }],
    ["padding", { paddingStrategy: constants.PADDING_STRATEGY_MAX }],
    ["no table of headers", { settings: { headerTableSize: 0 } }],
    ["large frames", { settings: { maxFrameSize: 1_000_000 } }],
  ])("with %s takes and gives half a megabyte, beside small calls", async (_, options) => {
    const telegram = await startServer(echo, options);
    const text = "0123456789".repeat(50_000);
    const [large, ...small] = await Promise.all([
      call(telegram, { text }),
      ...Array.from({ length: 50 }, (_, n) => call(telegram, { text: `small ${n}` })),
    ]);
    expect(JSON.parse(large.body)).toEqual({ text });
    expect(small.map(({ body }) => JSON.parse(body).text)).toEqual(small.map((_, n) => `small ${n}`));
  });

  test("may answer with ten megabytes, before the call is whole, and with headers in several frames", async () => {
    const result = "x".repeat(10_000_000);
    const server = createSecureServer({
      key: tls.key,
      cert: tls.cert,
      settings: { initialWindowSize: 100 },
      maxSendHeaderBlockLength: 100_000,
    });
    server.on("stream", (stream) => {
      stream.on("error", () => {});
      stream.respond({ ":status": 200, "x-long": "y".repeat(40_000) });
      stream.end(JSON.stringify({ ok: true, result }));
    });
    const telegram = await telegramOf(server);
    expect(await call(telegram, { text: "z".repeat(100_000) })).toBe(result);
  });

  test("may say something before its answer and after it", async () => {
    const telegram = await startServer((stream) => {
      stream.additionalHeaders({ ":status": 103, link: "</style.css>" });
      stream.respond({ ":status": 200 }, { waitForTrailers: true });
      stream.on("wantTrailers", () => stream.sendTrailers({ "x-checksum": "1" }));
      stream.end('{"ok":true,"result":"whole"}');
    });
    expect(await call(telegram)).toBe("whole");
  });

  test("may change what it allows while calls are under way", async () => {
    const changed = new WeakSet<object>();
    const telegram = await startServer((stream, received) => {
      const { session } = stream;
      if (session && !changed.has(session)) {
        changed.add(session);
        session.settings({ initialWindowSize: 70_000, headerTableSize: 0, maxConcurrentStreams: 30 });
      }
      setTimeout(() => echo(stream, received), 20);
    });
    for (let round = 0; round < 3; round++) {
      const texts = await Promise.all(Array.from({ length: 20 }, (_, n) => call(telegram, { n })));
      expect(texts.map(({ body }) => JSON.parse(body).n)).toEqual(texts.map((_, n) => n));
    }
  });

  test.each([200, 204, 400, 401, 404, 409, 413, 429, 500, 502, 503])("answers %i", async (status) => {
    const telegram = await startServer((stream) => {
      stream.respond({ ":status": status }, { endStream: status === 204 });
      if (status !== 204) stream.end("<html>");
    });
    await expect(call(telegram)).rejects.toMatchObject({ reason: String(status) });
  });
});

/** Frames as RFC 9113 writes them: length, type, flags, stream. */
const bytes = (type: number, flags: number, stream: number, ...payload: number[]): Buffer =>
  Buffer.from([0, payload.length >> 8, payload.length & 0xff, type, flags, 0, 0, 0, stream, ...payload]);

describe("a server that breaks the protocol", () => {
  const zeros = (count: number) => Array.from<number>({ length: count }).fill(0);

  test.each<[string, Buffer[]]>([
    ["a frame of a megabyte", [Buffer.from([0x10, 0, 0, 0, 0, 0, 0, 0, 1])]],
    ["an answer without headers", [bytes(0, 1, 1, 123, 125)]],
    ["an answer without a status", [bytes(1, 5, 1, 0x80 | 31)]],
    ["a status that is none", [bytes(1, 5, 1, 0x08, 2, 65, 66)]],
    ["a table of headers, which we do not allow", [bytes(1, 5, 1, 0xbe)]],
    ["a larger table, which we do not allow", [bytes(1, 5, 1, 0x3f, 0xe1, 0x1f, 0x88)]],
    ["headers cut short", [bytes(1, 5, 1, 0x08, 3, 50)]],
    ["a number without an end", [bytes(1, 5, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1)]],
    ["more padding than payload", [bytes(1, 0x0d, 1, 200, 0x88)]],
    ["headers interrupted", [bytes(1, 1, 1, 0x88), bytes(6, 0, 0, ...zeros(8))]],
    ["a continuation of nothing", [bytes(9, 4, 1, 0x88)]],
    [
      "headers without an end",
      [bytes(1, 1, 1, 0x88), ...zeros(5).map(() => bytes(9, 0, 1, ...zeros(16_000)))],
    ],
    ["a push", [bytes(5, 4, 1, 0, 0, 0, 2, 0x82)]],
    ["a window beyond all bounds", [bytes(8, 0, 0, 0x7f, 0xff, 0xff, 0xff)]],
    ["settings cut short", [bytes(4, 0, 0, 0, 3)]],
    ["a reset cut short", [bytes(3, 0, 1, 0)]],
  ])("with %s loses the call at once and says so", async (_, frames) => {
    const server = createTlsServer({ key: tls.key, cert: tls.cert, ALPNProtocols: ["h2"] }, (socket) => {
      socket.on("error", () => {});
      socket.write(bytes(4, 0, 0));
      let heard = "";
      let answered = false;
      socket.on("data", (chunk) => {
        heard += chunk.toString("latin1");
        if (answered || !heard.includes("sendMessage")) return;
        answered = true;
        socket.write(Buffer.concat(frames));
      });
    });
    const telegram = await telegramOf(server);
    const began = performance.now();
    await expect(call(telegram)).rejects.toMatchObject({ reason: "HTTP2_CLOSED" });
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

test("nginx, which ends a connection every few requests, answers all polls and calls", async () => {
  const simulator = await createSimulator();
  const port = await freePort();
  const nginx = await runNginx(
    `server {
      listen ${port} ssl http2;
      ssl_certificate ${tls.certFile}; ssl_certificate_key ${tls.keyFile};
      http2_max_concurrent_streams 16; keepalive_requests 20;
      location / { proxy_pass ${simulator.url}; proxy_http_version 1.1; proxy_read_timeout 70s; }
    }`,
    port,
  );
  onTestFinished(async () => {
    await nginx.close();
    await simulator.close();
  });
  const telegram = telegramAt(port);
  const bots = simulator.createBots(60).map((bot) => ({ ...bot, offset: 0 }));
  for (const text of ["one", "two", "three"]) {
    const polls = Promise.all(
      bots.map(({ token, offset }) =>
        telegram.getUpdates(token, { offset, timeout: 50, limit: 100, allowed_updates: ["message"] }),
      ),
    );
    await simulator.until(() => simulator.stats().polls_held === bots.length);
    const named = await Promise.all(bots.map(({ token }) => telegram.getMe(token)));
    expect(named.map(({ username }) => username)).toEqual(bots.map(({ username }) => username));
    for (const { id } of bots) simulator.sendMessage(id, { chat_id: 1, text });
    for (const [i, updates] of (await polls).entries()) {
      expect(updates.map(({ message }) => message?.text)).toEqual([text]);
      Object.assign(bots[i] ?? {}, { offset: (updates[0]?.update_id ?? 0) + 1 });
    }
  }
});
