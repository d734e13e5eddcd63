import { type ClientHttp2Session, connect, constants } from "node:http2";
import { createServer, request } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Certificate, makeCertificate } from "../support/certificate";
import type { Simulator } from "./index";
import { mintBot, pass, startSimulator } from "./test-kit";

let tls: Certificate;

beforeAll(() => {
  tls = makeCertificate("DNS:localhost", "DNS:bot.example.org", "IP:127.0.0.1");
});
afterAll(() => tls.remove());

function open(simulator: Simulator): ClientHttp2Session {
  const session = connect(simulator.url, { ca: tls.cert });
  session.on("error", () => {});
  onTestFinished(() => session.destroy());
  return session;
}

function call(session: ClientHttp2Session, path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ":path": path });
    let text = "";
    stream.setEncoding("utf8");
    stream.on("data", (chunk: string) => {
      text += chunk;
    });
    stream.on("end", () => (text === "" ? undefined : resolve(JSON.parse(text))));
    stream.on("error", reject);
    stream.on("close", () => reject(new Error(`closed with ${stream.rstCode}`)));
  });
}

describe("over TLS", () => {
  test("HTTP/2 and HTTP/1.1 clients are served on one port, polls of many bots on one connection", async () => {
    const simulator = await startSimulator({ tls, http2: true });
    const session = open(simulator);
    const bots = simulator.createBots(50);
    const held = bots.map((bot) => call(session, `/bot${bot.token}/getUpdates?timeout=20`));
    await simulator.until(() => simulator.stats().polls_held === 50);
    for (const bot of bots) simulator.sendMessage(bot.id, { chat_id: 1, text: "hi" });
    for (const answer of await Promise.all(held))
      expect(answer).toMatchObject({ ok: true, result: [{ message: {} }] });
    const status = await new Promise((resolve, reject) => {
      const old = request(`${simulator.url}/bot${bots[0]?.token}/getMe`, { ca: tls.cert }, (response) => {
        response.resume();
        resolve(`${response.httpVersion} ${response.statusCode}`);
      });
      old.on("error", reject).end();
    });
    expect(status).toBe("1.1 200");
  });

  test("maxConcurrentStreams is what the client is told", async () => {
    const simulator = await startSimulator({ tls, http2: true, maxConcurrentStreams: 7 });
    const session = open(simulator);
    const told = await new Promise((resolve) => session.once("remoteSettings", resolve));
    expect(told).toMatchObject({ maxConcurrentStreams: 7 });
  });

  test("h2-reset refuses the stream, h2-goaway ends the connection after its answer, h2-silent never answers", async () => {
    const simulator = await startSimulator({ tls, http2: true });
    const path = `/bot${simulator.createBot().token}/getMe`;
    simulator.fault({ kind: "h2-reset" });
    await expect(call(open(simulator), path)).rejects.toThrow(/REFUSED_STREAM/);
    simulator.clearFaults();

    simulator.fault({ kind: "h2-goaway" });
    const going = open(simulator);
    const goaway = new Promise<number>((resolve) => going.once("goaway", resolve));
    expect(await call(going, path)).toMatchObject({ ok: true });
    expect(await goaway).toBe(constants.NGHTTP2_NO_ERROR);
    simulator.clearFaults();

    simulator.fault({ kind: "h2-silent" });
    const silent = open(simulator);
    const never = call(silent, path);
    const outcome = await Promise.race([
      never.catch(() => "cut"),
      new Promise((resolve) => setTimeout(resolve, 100, "nothing came")),
    ]);
    expect(outcome).toBe("nothing came");
    simulator.clearFaults();
    expect(await call(open(simulator), path)).toMatchObject({ ok: true });
  });
});

describe("faults over HTTP/2", () => {
  test("of one bot cut its streams and leave the connection to the others; of all, the connection", async () => {
    const simulator = await startSimulator({ tls, http2: true });
    const [one, two] = [simulator.createBot(), simulator.createBot()];
    const session = open(simulator);
    const held = [one, two].map((bot) => call(session, `/bot${bot.token}/getUpdates?timeout=20`));
    const cut = expect(held[0]).rejects.toThrow();
    await simulator.until(() => simulator.stats().polls_held === 2);
    simulator.fault({ kind: "api-down", bot_id: one.id });
    await cut;
    await expect(call(session, `/bot${one.token}/getMe`)).rejects.toThrow();
    expect(await call(session, `/bot${two.token}/getMe`)).toMatchObject({ ok: true });
    // Both polls are still held at the server; answering the one nobody listens to harms nothing.
    simulator.sendMessage(one.id, { chat_id: 1, text: "hi" });
    simulator.sendMessage(two.id, { chat_id: 1, text: "hi" });
    expect(await held[1]).toMatchObject({ ok: true, result: [{ message: { text: "hi" } }] });
    simulator.fault({ kind: "drop-connections" });
    await expect(call(session, `/bot${two.token}/getMe`)).rejects.toThrow();
    simulator.clearFaults();
    expect(await call(open(simulator), `/bot${one.token}/getMe`)).toMatchObject({ ok: true });
  });
});

describe("a webhook behind TLS", () => {
  async function startTlsReceiver(): Promise<{ port: number; seen: string[] }> {
    const seen: string[] = [];
    const server = createServer(tls, (incoming, response) => {
      seen.push(`${incoming.httpVersion} ${incoming.headers.host}`);
      incoming.resume();
      incoming.on("end", () => response.end());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return { port: (server.address() as AddressInfo).port, seen };
  }

  test("with a certificate nobody vouches for is refused in Telegram's words, and trusted once it is uploaded", async () => {
    const { url } = await startSimulator();
    const bot = await mintBot(url);
    const { port, seen } = await startTlsReceiver();
    const address = `https://localhost:${port}/webhook/1`;
    expect(await bot.api("setWebhook", { url: address })).toMatchObject({ description: "Webhook was set" });
    const id = await bot.write(1, "hi");
    await expect.poll(async () => (await bot.trace(id)).attempts.length).toBeGreaterThan(0);
    expect(await bot.info()).toMatchObject({
      has_custom_certificate: false,
      last_error_message: "SSL error {error:0A000086:SSL routines::certificate verify failed}",
    });
    expect(seen).toEqual([]);
    await pass(15);
    const form = new FormData();
    form.set("url", address);
    form.set("certificate", new Blob([new Uint8Array(tls.cert)]), "cert.pem");
    const answer = await fetch(`${url}/bot${bot.token}/setWebhook`, { method: "POST", body: form });
    expect(answer.status).toBe(200);
    await expect.poll(() => seen).toEqual([`1.1 localhost:${port}`]);
    expect(await bot.info()).toMatchObject({ has_custom_certificate: true });
  });

  test("under a public name is reached through the simulator's own hosts and authorities", async () => {
    const { url } = await startSimulator({
      webhookCa: tls.cert.toString("utf8"),
      hosts: { "bot.example.org": "127.0.0.1" },
    });
    const bot = await mintBot(url);
    const { port, seen } = await startTlsReceiver();
    await bot.api("setWebhook", { url: `https://bot.example.org:${port}/webhook/1` });
    await bot.write(1, "hi");
    await expect.poll(() => seen).toEqual([`1.1 bot.example.org:${port}`]);
    expect(await bot.info()).toMatchObject({ ip_address: "127.0.0.1" });
  });
});
