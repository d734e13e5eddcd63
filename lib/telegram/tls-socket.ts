import { isIP } from "node:net";
import { connect, type SecureContext, type TLSSocket } from "node:tls";

const connectMs = 10_000;

export interface TlsAddress {
  /** e.g. https://api.telegram.org */
  origin: string;
  secureContext?: SecureContext | undefined;
}

/**
 * Opens a TLS connection that offers these protocols (ALPN, RFC 7301).
 *
 * @throws the socket's error; ETIMEDOUT after ten seconds.
 */
export function connectTls(
  { origin, secureContext }: TlsAddress,
  protocols: readonly string[],
): Promise<TLSSocket> {
  const { hostname, port } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: Number(port || 443),
      ...(isIP(host) ? {} : { servername: host }),
      ALPNProtocols: [...protocols],
      ...(secureContext ? { secureContext } : {}),
    });
    const timer = setTimeout(() => {
      socket.destroy(Object.assign(new Error("connect time-out"), { code: "ETIMEDOUT" }));
    }, connectMs);
    socket.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.once("secureConnect", () => {
      clearTimeout(timer);
      socket.removeAllListeners("error");
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}
