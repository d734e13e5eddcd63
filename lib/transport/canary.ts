import { createHmac, randomBytes } from "node:crypto";
import { request } from "undici";
import { sameSecret } from "../core/vault";

/** The last part of the canary's path, beside every tenant's number: /webhook/canary. */
export const canaryName = "canary";

/** Signs a canary's moment; the web processes know the same secret. */
function signCanary(secret: string, at: number, nonce: string): string {
  const mac = createHmac("sha256", `${secret} canary`).update(`${at}.${nonce}`).digest("base64url");
  return `${at}.${nonce}.${mac}`;
}

/**
 * Whether a signature is ours. Its age does not count: a replay writes one harmless row, while a clock that
 * jumped would make a well address look dead.
 */
export function isCanary(secret: string, signature: string | undefined): boolean {
  const [at, nonce, mac] = (signature ?? "").split(".");
  if (at === undefined || nonce === undefined || mac === undefined) return false;
  return sameSecret(signature ?? "", signCanary(secret, Number(at), nonce));
}

/** One round trip through the public address. */
export interface CanaryFlight {
  ok: boolean;
  /** Round trip in milliseconds. */
  ms: number;
  /** What went wrong, in plain words. */
  reason: string;
  /** Hookline itself answered, and said that it or its database is down. */
  ownFault: boolean;
}

const timeoutMs = 5_000;

/**
 * Sends a signed update through DNS, TLS, proxy, web process and database, as Telegram would, and measures
 * it. Each flight opens a connection of its own, since an old one would not notice a broken name or
 * certificate.
 */
export async function flyCanary(
  webhookBase: string,
  secret: string,
  now: () => number,
): Promise<CanaryFlight> {
  const began = performance.now();
  const flight = (ok: boolean, reason: string, ownFault = false): CanaryFlight => ({
    ok,
    ms: Math.round(performance.now() - began),
    reason,
    ownFault,
  });
  try {
    const { statusCode, headers, body } = await request(`${webhookBase}/webhook/${canaryName}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        connection: "close",
        "x-telegram-bot-api-secret-token": signCanary(secret, now(), randomBytes(9).toString("base64url")),
      },
      body: '{"update_id":0,"canary":{}}',
      reset: true,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      signal: AbortSignal.timeout(timeoutMs + 1_000),
    });
    await body.dump();
    if (statusCode === 200 && headers["x-hookline-canary"] === "alive") return flight(true, "");
    const ours = headers["x-hookline-canary"] !== undefined;
    return flight(
      false,
      ours ? `Hookline answered ${statusCode}` : `HTTP ${statusCode} from the proxy`,
      ours,
    );
  } catch (error) {
    return flight(false, plainReason(error));
  }
}

const texts: Record<string, string> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  ENOTFOUND: "the name cannot be resolved",
  EAI_AGAIN: "the name cannot be resolved",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "no route to the network",
  ETIMEDOUT: "time-out",
  UND_ERR_CONNECT_TIMEOUT: "time-out",
  UND_ERR_HEADERS_TIMEOUT: "time-out",
  UND_ERR_SOCKET: "connection closed",
};

function plainReason(error: unknown): string {
  const { code, name, cause } = error as { code?: string; name?: string; cause?: unknown };
  if (name === "TimeoutError" || name === "AbortError") return "time-out";
  if (code !== undefined && texts[code]) return texts[code];
  if (code !== undefined && /CERT|TLS|SSL|SELF_SIGNED|ISSUER/.test(code))
    return "the TLS certificate is not accepted";
  return cause === undefined ? (code ?? "unknown failure") : plainReason(cause);
}
