import { dirname, join } from "node:path";

const place = globalThis as { [key: symbol]: string | undefined };
const named = Symbol.for("hookline.peer-header");

/**
 * Names the header in which this process's own server is told who is at the other end of a request. The name is made
 * of a key that the web process and its pages alone know, so that no client can send a header of that name.
 */
export function nameOfPeerHeader(key: string): string {
  return `x-hookline-peer-${key}`;
}

/** Where the web process leaves the key for its pages, in a folder that nobody else may enter. */
export function peerKeyFileBeside(socketPath: string): string {
  return join(dirname(socketPath), "peer-key");
}

/** Says that this process is behind a web process, which adds the header of this name to every request. */
export function trustPeerHeader(name: string): void {
  place[named] = name;
}

/** The connection's other end; undefined under a bare `next start`, where nobody vouches for it. */
export function peerOf(headers: Pick<Headers, "get">): string | undefined {
  const name = place[named];
  return name === undefined ? undefined : (headers.get(name) ?? undefined);
}
