import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { pause } from "./scenario";

/**
 * Where the proxies listen. Linux owns all of 127/8, and no outgoing connection takes its local port on
 * 127.0.0.2: a port given up for a while is still free when it is taken up again.
 */
export const proxyHost = process.platform === "linux" ? "127.0.0.2" : "127.0.0.1";

/** Listens on a free port, or on the one it had before. */
export async function listenAgain(server: Server, port = 0): Promise<number> {
  for (let tries = 0; ; tries++) {
    try {
      server.listen({ host: proxyHost, port, backlog: 1024 });
      await once(server, "listening");
      return (server.address() as AddressInfo).port;
    } catch (error) {
      if (tries === 50) throw error;
      await pause(100);
    }
  }
}
