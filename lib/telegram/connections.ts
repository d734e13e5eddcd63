import { readFileSync } from "node:fs";
import { createSecureContext, rootCertificates } from "node:tls";
import type { Pool } from "undici";
import type { Carrier } from "./exchange";
import { createHttp1Carrier, openHttp1 } from "./http1-carrier";
import { Http2Carrier } from "./http2-carrier";

export interface ConnectionOptions {
  /** e.g. https://api.telegram.org, without a slash at the end. */
  apiRoot: string;
  /** auto: HTTP/2 where the server offers it by ALPN (RFC 7301). */
  http2: "auto" | "off";
  /** Path of an extra certificate authority in PEM. */
  caFile?: string | undefined;
  /** Milliseconds of silence on an HTTP/2 connection before it is pinged; 15,000 unless told. */
  pingMs?: number;
}

/** Sets of connections to one Bot API server. Polls have their own, so that they never keep a call waiting. */
export interface Connections {
  calls: Carrier;
  polls: Carrier;
  /** For downloads, over HTTP/1.1: there are few, and they are read as they come. */
  files: Pool;
  close(): Promise<void>;
}

/** HTTP/1.1 connections for calls; a poll has one of its own, as many as there are. */
const callConnections = 64;

/** Opens nothing before the first exchange. */
export function createConnections(options: ConnectionOptions): Connections {
  const { origin, protocol } = new URL(options.apiRoot);
  // "ca" takes the place of the usual authorities, so the extra one is added to them. Made once: a context with
  // all authorities takes 16 MB, and each connection would make its own.
  const secureContext =
    options.caFile === undefined
      ? undefined
      : createSecureContext({ ca: [...rootCertificates, readFileSync(options.caFile, "utf8")] });
  const carrier = (maxConnections: number | null): Carrier => {
    const http1 = createHttp1Carrier(origin, { secureContext, maxConnections });
    if (protocol !== "https:" || options.http2 === "off") return http1;
    return new Http2Carrier({ origin, secureContext, pingMs: options.pingMs ?? 15_000 }, http1);
  };
  const [calls, polls] = [carrier(callConnections), carrier(null)];
  const files = openHttp1(origin, { secureContext, maxConnections: 4 });
  return {
    calls,
    polls,
    files,
    async close() {
      await Promise.all([calls.close(), polls.close(), files.destroy()]);
    },
  };
}
