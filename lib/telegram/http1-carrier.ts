import type { SecureContext } from "node:tls";
import { Pool } from "undici";
import type { Carrier } from "./exchange";

export interface Http1Options {
  secureContext?: SecureContext | undefined;
  /** null: as many as are needed. */
  maxConnections: number | null;
}

export function openHttp1(origin: string, options: Http1Options): Pool {
  return new Pool(origin, {
    allowH2: false,
    connections: options.maxConnections,
    keepAliveTimeout: 60_000,
    bodyTimeout: 30_000,
    connect: { timeout: 10_000, ...(options.secureContext ? { secureContext: options.secureContext } : {}) },
  });
}

/** Exchanges over HTTP/1.1: each under way has a connection of its own. */
export function createHttp1Carrier(origin: string, options: Http1Options): Carrier {
  const pool = openHttp1(origin, options);
  return {
    async exchange({ path, body, timeoutMs, signal }) {
      const response = await pool.request({
        path,
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        headersTimeout: timeoutMs,
        signal: signal ?? null,
      });
      return { status: response.statusCode, text: await response.body.text() };
    },
    close: () => pool.destroy(),
  };
}
