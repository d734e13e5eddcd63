/** The header in which our own HTTP server tells Next's handlers who is at the other end. */
export const peerHeader = "x-hookline-peer";

const place = globalThis as { [key: symbol]: boolean | undefined };
const hosted = Symbol.for("hookline.own-server");

/** Says that this process's own server writes the header, over whatever a client sent. */
export function markOwnServer(): void {
  place[hosted] = true;
}

/** The connection's other end; undefined under a bare `next start`, where the client could have made it up. */
export function peerOf(headers: Pick<Headers, "get">): string | undefined {
  return place[hosted] ? (headers.get(peerHeader) ?? undefined) : undefined;
}
