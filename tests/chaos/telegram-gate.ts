import { connect, createServer, type Socket } from "node:net";
import { listenAgain, proxyHost } from "./loopback";
import { pause } from "./scenario";

/** The network between Hookline and Telegram's API, which can be refused. */
export interface TelegramGate {
  /** For TELEGRAM_API_ROOT. */
  url: string;
  /** The simulator behind it. */
  forwardTo(port: number): void;
  shut(): Promise<void>;
  open(): Promise<void>;
  close(): Promise<void>;
}

/** When the gate shuts, answers under way have come once Telegram has said nothing for so long. */
const lastWordMs = 1_000;

export async function openTelegramGate(): Promise<TelegramGate> {
  let target = 0;
  let lastWordAt = 0;
  const pairs = new Set<{ client: Socket; upstream: Socket }>();
  const server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1");
    const pair = { client, upstream };
    pairs.add(pair);
    client.pipe(upstream);
    upstream.pipe(client);
    upstream.on("data", () => {
      lastWordAt = performance.now();
    });
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      socket.on("error", () => {});
      socket.once("close", () => {
        pairs.delete(pair);
        client.destroy();
        upstream.destroy();
      });
    }
  });
  const port = await listenAgain(server);

  /**
   * Calls that reached Telegram get their answer; no new one passes. A call whose answer is lost would be made
   * twice, as there is no way to ask Telegram whether a message was sent: that is not what is tested here.
   */
  async function shut(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const { client, upstream } of pairs) client.unpipe(upstream);
    lastWordAt = performance.now();
    while (performance.now() - lastWordAt < lastWordMs) await pause(50);
    for (const { client } of pairs) client.destroy();
    await closed;
  }

  return {
    url: `http://${proxyHost}:${port}`,
    forwardTo(simulatorPort) {
      target = simulatorPort;
    },
    shut,
    async open() {
      await listenAgain(server, port);
    },
    async close() {
      if (server.listening) await shut();
    },
  };
}
