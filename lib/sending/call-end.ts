import {
  classifyFailure,
  isRefusal,
  isUnreachable,
  type TelegramRefusal,
  type TelegramUnreachable,
} from "../telegram/failure";

/**
 * What a call to Telegram came to:
 * - sent: Telegram answered with a result.
 * - refused: Telegram said no, and says so again.
 * - not sent: nothing reached Telegram, or Telegram put it off (429): it may be made again. `waitMs` where Telegram named a time.
 * - maybe sent: the request went out and its answer did not come, or was a server's fault: it may have been carried out.
 */
export type CallEnd =
  | { end: "sent"; result: unknown }
  | { end: "refused"; error: TelegramRefusal }
  | { end: "not sent"; error: TelegramRefusal | TelegramUnreachable; waitMs?: number }
  | { end: "maybe sent"; error: TelegramRefusal | TelegramUnreachable };

/** Codes of Node, undici and our HTTP/2 client for failures before a request went out. */
const beforeTheRequest = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENETDOWN",
  "EADDRNOTAVAIL",
  "EMFILE",
  "ENFILE",
  "EPROTO",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_CLOSED",
  "UND_ERR_DESTROYED",
  "REFUSED_STREAM",
]);
/** Codes of a handshake that failed, by OpenSSL's and Node's names. */
const handshake = /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH)/;

/**
 * Sorts a failure of a Bot API call by when it failed.
 *
 * @returns undefined where the error is none of Telegram's.
 */
export function endOfFailure(error: unknown): Exclude<CallEnd, { end: "sent" }> | undefined {
  if (isUnreachable(error)) {
    const { reason } = error;
    const early = beforeTheRequest.has(reason) || handshake.test(reason);
    return { end: early ? "not sent" : "maybe sent", error };
  }
  if (!isRefusal(error)) return undefined;
  if (classifyFailure(error) === "rate-limited") {
    const { retryAfterS } = error;
    return { end: "not sent", error, ...(retryAfterS === undefined ? {} : { waitMs: retryAfterS * 1000 }) };
  }
  return { end: error.errorCode >= 500 ? "maybe sent" : "refused", error };
}
