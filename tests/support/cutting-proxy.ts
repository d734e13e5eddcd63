import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";

/** Stands before a server and breaks connections off at a chosen moment. */
export interface CuttingProxy {
  /** `url` with the proxy's port. */
  through(url: string): string;
  /**
   * The next message to the server that has `words` in it arrives, and its answer does not: the connection ends instead.
   *
   * @returns resolves when that has happened.
   */
  cutAt(texts: string): Promise<void>;
  close(): Promise<void>;
}

export async function startCuttingProxy(port: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let cut: { texts: string; done: () => void } | undefined;
  const server = createServer((client) => {
    const far = connect(port, "127.0.0.1");
    const end = () => {
      client.destroy();
      far.destroy();
    };
    let cutting: (() => void) | undefined;
    for (const socket of [client, far]) {
      sockets.add(socket);
      socket
        .on("error", () => {})
        .on("close", () => {
          sockets.delete(socket);
          end();
        });
    }
    client.on("data", (chunk) => {
      if (cut && chunk.includes(cut.texts)) {
        cutting = cut.done;
        cut = undefined;
      }
      far.write(chunk);
    });
    far.on("data", (chunk) => {
      if (!cutting) return client.write(chunk);
      end();
      cutting();
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    through(url) {
      const other = new URL(url);
      other.port = String((server.address() as AddressInfo).port);
      return other.href;
    },
    cutAt: (texts) =>
      new Promise((done) => {
        cut = { texts, done };
      }),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
