/** A webhook that came whole and in its plainest form. */
export interface PlainWebhook {
  userId: string;
  /** By lowercase name: those that the door asks for, and a few besides. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** Telegram's heads take some 300 bytes, with a proxy's headers 600. */
const maxHeadBytes = 4_096;

/**
 * The request line and headers (RFC 9112, 3 and 5) of a POST to a tenant; no folded lines and no control characters. That goes
 * for tabs too: node:http refuses a Content-Length with one behind it.
 */
const plainHead =
  /^POST \/webhook\/([1-9]\d{0,8}) HTTP\/1\.1\r\n((?:[!#$%&'*+.^_`|~\w-]+:[\x20-\x7e]*\r\n)+)$/;

const kept = new Set([
  "host",
  "connection",
  "content-length",
  "content-type",
  "x-forwarded-for",
  "x-telegram-bot-api-secret-token",
]);
/** What they say changes where a body ends, or what has to be done before or after it. */
const refused = new Set(["transfer-encoding", "expect", "upgrade", "trailer", "te", "proxy-connection"]);

/**
 * Reads bytes that are one webhook, whole, with nothing before or after it, in a form about which no two programs can be
 * of two minds.
 *
 * @returns undefined for everything else, right or wrong: a real parser of HTTP has to look at it.
 */
export function readPlainWebhook(bytes: Buffer): PlainWebhook | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end === -1 || end > maxHeadBytes) return undefined;
  const [, userId, lines] = plainHead.exec(bytes.toString("latin1", 0, end + 2)) ?? [];
  const headers = lines === undefined ? undefined : readHeaders(lines);
  if (userId === undefined || !headers || headers.host === undefined) return undefined;
  const { connection, "content-length": length } = headers;
  if (connection !== undefined && connection.toLowerCase() !== "keep-alive") return undefined;
  if (length === undefined || !/^\d{1,7}$/.test(length)) return undefined;
  const body = bytes.subarray(end + 4);
  return body.length === Number(length) ? { userId, headers, body } : undefined;
}

/** @returns undefined where one says what is not plain, or one that counts is there twice. */
function readHeaders(lines: string): Record<string, string> | undefined {
  const headers: Record<string, string> = {};
  for (let at = 0; at < lines.length; ) {
    const colon = lines.indexOf(":", at);
    const end = lines.indexOf("\r\n", colon);
    const name = lines.slice(at, colon).toLowerCase();
    if (refused.has(name)) return undefined;
    if (kept.has(name)) {
      if (headers[name] !== undefined) return undefined;
      headers[name] = lines.slice(colon + 1, end).trim();
    }
    at = end + 2;
  }
  return headers;
}
