import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Ports that outgoing connections are given nowhere by default: Linux takes those from 32768 on (ip(7)). */
const ports = { from: 15_000, to: 32_000 };
/** Those that were given out: a server that is down for a moment finds its port free when it comes back. */
const given = new Set<number>();

/** A port of 127.0.0.1 that is free now, and that no outgoing connection will take by chance. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(ports.from, ports.to);
    if (given.has(port) || (await tryToListen(port, "127.0.0.1")) !== undefined) continue;
    given.add(port);
    return port;
  }
  throw new Error(`No port from ${ports.from} to ${ports.to} is free.`);
}

/** @returns undefined where a server could listen there, else the system's code of why not. */
export function tryToListen(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve((error as { code?: string }).code ?? error.message));
    server.listen({ port, host }, () => server.close(() => resolve(undefined)));
  });
}
