import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";

/** The network between Hookline and a Bot API server, on which an answer may be lost. */
export interface LossyProxy {
  /** For TELEGRAM_API_ROOT. */
  url: string;
  forwardTo(port: number): void;
  /** Loses the answer to the next call of this method: the server has carried it out, and the connection breaks. */
  loseAnswerTo(method: string): void;
  close(): Promise<void>;
}

export async function openLossyProxy(): Promise<LossyProxy> {
  let target = 0;
  let losing: string | undefined;
  const server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1");
    let loses = false;
    client.on("data", (chunk) => {
      if (losing !== undefined && chunk.includes(`/${losing} `)) {
        loses = true;
        losing = undefined;
      }
      upstream.write(chunk);
    });
    upstream.on("data", (chunk) => {
      if (loses) client.destroy();
      else client.write(chunk);
    });
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      socket.on("error", () => {});
      socket.once("close", () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    forwardTo(port) {
      target = port;
    },
    loseAnswerTo(method) {
      losing = method;
    },
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}
