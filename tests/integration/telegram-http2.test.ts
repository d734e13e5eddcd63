import { request as httpRequest } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createTelegram, type Telegram, type Update } from "../../lib/telegram/client";
import { createSimulator, type Simulator, type SimulatorOptions } from "../simulator/index";
import { type Certificate, makeCertificate } from "../support/certificate";

let tls: Certificate;

beforeAll(() => {
  tls = makeCertificate("DNS:localhost", "IP:127.0.0.1");
});
afterAll(() => tls.remove());

/** The wire between us and Telegram, which counts connections and can fall silent. */
interface Wire {
  url: string;
  /** Open connections. */
  open: Set<Socket>;
  /** What is open now carries nothing any more, either way; new connections work. */
  freeze(): void;
}

async function startWire(to: number): Promise<Wire> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(to, "127.0.0.1");
    open.add(near);
    near.pipe(far).pipe(near);
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      end.on("error", () => {});
      end.on("close", () => {
        open.delete(near);
        other.destroy();
      });
    }
    near.on("freeze", () => {
      near.unpipe(far);
      far.unpipe(near);
      near.resume();
      far.resume();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open,
    freeze() {
      for (const socket of open) socket.emit("freeze");
    },
  };
}

interface World {
  simulator: Simulator;
  wire: Wire;
  telegram: Telegram;
  tokens: string[];
  /** Begins a long poll for each bot. */
  pollAll(timeout?: number): Promise<PromiseSettledResult<Update[]>[]>;
  /** Waits until so many polls are held. */
  held(count: number): Promise<void>;
  /** Each bot gets one message. */
  writeToAll(): void;
}

async function startWorld(
  bots: number,
  options: SimulatorOptions & { off?: boolean; pingMs?: number } = {},
): Promise<World> {
  const { off, pingMs, ...simulated } = options;
  const simulator = await createSimulator({ tls, http2: true, timeScale: 0.01, ...simulated });
  const wire = await startWire(simulator.port);
  const telegram = createTelegram({
    apiRoot: wire.url,
    http2: off ? "off" : "auto",
    caFile: tls.certFile,
    ...(pingMs === undefined ? {} : { pingMs }),
  });
  onTestFinished(async () => {
    await telegram.close();
    await simulator.close();
  });
  const made = simulator.createBots(bots);
  const tokens = made.map(({ token }) => token);
  return {
    simulator,
    wire,
    telegram,
    tokens,
    pollAll: (timeout = 50) =>
      Promise.allSettled(
        tokens.map((token) =>
          telegram.getUpdates(token, { offset: 0, timeout, limit: 100, allowed_updates: ["message"] }),
        ),
      ),
    held: async (count) => void (await simulator.until(() => simulator.stats().polls_held === count)),
    writeToAll() {
      for (const { id } of made) simulator.sendMessage(id, { chat_id: 1, text: "hi" });
    },
  };
}

const answered = (results: PromiseSettledResult<unknown>[]): number =>
  results.filter(({ status }) => status === "fulfilled").length;

describe("many bots' polls", () => {
  test("share HTTP/2 connections, a hundred on each, and calls have one of their own", async () => {
    const { wire, telegram, tokens, pollAll, held, writeToAll } = await startWorld(250);
    const polls = pollAll();
    await held(250);
    expect(wire.open.size).toBe(3);
    expect(await telegram.getMe(tokens[0] as string)).toMatchObject({ is_bot: true });
    expect(wire.open.size).toBe(4);
    writeToAll();
    expect(answered(await polls)).toBe(250);
  });

  test("are all held at once by a server that allows fewer streams than asked for", async () => {
    const { wire, pollAll, held, writeToAll } = await startWorld(40, { maxConcurrentStreams: 7 });
    const polls = pollAll();
    await held(40);
    expect(wire.open.size).toBeLessThanOrEqual(12);
    writeToAll();
    expect(answered(await polls)).toBe(40);
  });

  test("have a connection each where TELEGRAM_HTTP2 is off", async () => {
    const { wire, pollAll, held, writeToAll } = await startWorld(20, { off: true });
    const polls = pollAll();
    await held(20);
    expect(wire.open.size).toBe(20);
    writeToAll();
    expect(answered(await polls)).toBe(20);
  });

  test("go over HTTP/1.1 where the server offers nothing else", async () => {
    const { wire, pollAll, held, writeToAll } = await startWorld(20, { http2: false });
    const polls = pollAll();
    await held(20);
    expect(wire.open.size).toBe(20);
    writeToAll();
    expect(answered(await polls)).toBe(20);
  });
});

describe("a connection that fails", () => {
  test("with a GOAWAY is replaced, and the polls it holds are still answered", async () => {
    const { simulator, wire, telegram, tokens, pollAll, held, writeToAll } = await startWorld(100);
    const polls = pollAll();
    await held(100);
    // The next poll meets the fault on its way in: its connection takes no more after it.
    simulator.fault({ kind: "h2-goaway" });
    const [last] = simulator.createBots(1);
    const more = Promise.allSettled([
      telegram.getUpdates(last?.token ?? "", { offset: 0, timeout: 50, limit: 100, allowed_updates: [] }),
    ]);
    await held(101);
    simulator.clearFaults();
    expect(wire.open.size).toBe(2);
    writeToAll();
    simulator.sendMessage(last?.id ?? 0, { chat_id: 1, text: "hi" });
    expect(answered([...(await polls), ...(await more)])).toBe(101);
    expect(answered(await Promise.allSettled([telegram.getMe(tokens[0] ?? "")]))).toBe(1);
  });

  test("by resetting every call is left for HTTP/1.1 within the same call", async () => {
    const { simulator, telegram, tokens } = await startWorld(1);
    simulator.fault({ kind: "h2-reset" });
    expect(await telegram.getMe(tokens[0] as string)).toMatchObject({ is_bot: true });
    expect(await telegram.getMe(tokens[0] as string)).toMatchObject({ is_bot: true });
  });

  test("in silence under a hundred polls is found out by a ping, and they go over HTTP/1.1 for a while", async () => {
    const { wire, pollAll, held, writeToAll } = await startWorld(100, { pingMs: 200 });
    const polls = pollAll();
    await held(100);
    wire.freeze();
    const began = performance.now();
    expect(answered(await polls)).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
    const again = pollAll();
    // The server holds the lost polls as well.
    await expect.poll(() => wire.open.size, { timeout: 20_000 }).toBeGreaterThanOrEqual(100);
    writeToAll();
    expect(answered(await again)).toBe(100);
  });

  test("that answers pings and nothing else is given up at the first poll that ran out of time", async () => {
    const { simulator, wire, pollAll, held, writeToAll } = await startWorld(10);
    simulator.fault({ kind: "h2-silent" });
    const began = performance.now();
    expect(answered(await pollAll(0))).toBe(0);
    expect(performance.now() - began).toBeLessThan(15_000);
    simulator.clearFaults();
    const again = pollAll();
    await held(10);
    expect(wire.open.size).toBe(10);
    writeToAll();
    expect(answered(await again)).toBe(10);
  });

  test("because the server went away is opened anew over HTTP/2", async () => {
    const { simulator, wire, pollAll, held, writeToAll } = await startWorld(150);
    const polls = pollAll();
    await held(150);
    simulator.fault({ kind: "drop-connections", for_ms: 1 });
    expect(answered(await polls)).toBe(0);
    simulator.clearFaults();
    const again = pollAll();
    await expect.poll(() => wire.open.size).toBe(2);
    writeToAll();
    expect(answered(await again)).toBe(150);
  });
});

test("a proxy that offers HTTP/2 and speaks only HTTP/1.1 is spoken to in HTTP/1.1", async () => {
  const simulator = await createSimulator({ timeScale: 0.01 });
  const proxy = createTlsServer(
    { key: tls.key, cert: tls.cert, ALPNProtocols: ["h2", "http/1.1"] },
    (near, back) => {
      const { method = "GET", url = "/", headers } = near;
      const far = httpRequest(`${simulator.url}${url}`, { method, headers }, (response) => {
        back.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(back);
      });
      near.pipe(far);
    },
  );
  // It cannot read what HTTP/2 begins with.
  proxy.on("clientError", (_error, socket) => socket.destroy());
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const telegram = createTelegram({
    apiRoot: `https://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    http2: "auto",
    caFile: tls.certFile,
  });
  onTestFinished(async () => {
    await telegram.close();
    proxy.closeAllConnections();
    proxy.close();
    await simulator.close();
  });
  const { token, username } = simulator.createBot();
  expect(await telegram.getMe(token)).toMatchObject({ username });
});
