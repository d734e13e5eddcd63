import { lookup } from "node:dns";
import { gunzipSync, inflateSync } from "node:zlib";
import { type Dispatcher, Pool } from "undici";
import type { Settings } from "./settings";

/** Where a webhook is, picked apart once when it is set. */
export interface WebhookTarget {
  origin: string;
  path: string;
  headers: Record<string, string>;
  /** The address to connect to instead of resolving the host (setWebhook's ip_address). */
  ip: string | undefined;
  /** The certificate uploaded with setWebhook, trusted for this webhook alone. */
  certificate: string | undefined;
}

/** What became of one POST: an answer, or the words Telegram has for why there was none. */
export type WebhookOutcome =
  | { status: number; reason: string; retryAfter: number; contentType: string; body: string }
  | { error: string };

const MAX_ANSWER_BYTES = 1024 * 1024;
const SSL_REFUSED = "SSL error {error:0A000086:SSL routines::certificate verify failed}";

function wordsFor(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ECONNREFUSED") return "Connection refused";
  if (code === "UND_ERR_CONNECT_TIMEOUT" || code === "ETIMEDOUT") return "Connection timed out";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return "Failed to resolve host: Name or service not known";
  if (/CERT|SIGNATURE|SELF_SIGNED|ALTNAME/.test(code)) return SSL_REFUSED;
  if (error instanceof TooLarge) return "Wrong response from the webhook: 413 Request Entity Too Large";
  return "Connection reset by peer";
}

class TooLarge extends Error {}

function headerOf(headers: Record<string, string | string[] | undefined>, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}

// Retry-After counts only as a whole number of seconds; td::HttpQuery reads no dates.
function retryAfterOf(headers: Record<string, string | string[] | undefined>): number {
  const value = headerOf(headers, "retry-after").trim();
  return /^\d+$/.test(value) ? Math.min(3600, Number(value)) : 0;
}

/** The answer's text; Telegram says it takes gzip and deflate, so hosts that compress do. */
function textOf(chunks: Buffer[], encoding: string): string {
  const whole = Buffer.concat(chunks);
  try {
    if (encoding === "gzip") return gunzipSync(whole, { maxOutputLength: MAX_ANSWER_BYTES }).toString("utf8");
    if (encoding === "deflate")
      return inflateSync(whole, { maxOutputLength: MAX_ANSWER_BYTES }).toString("utf8");
  } catch {
    return "";
  }
  return whole.toString("utf8");
}

/**
 * POSTs to webhooks over HTTP/1.1 keep-alive sockets, IPv4 only, following no redirects: one pool a webhook host,
 * shared by all bots, because ten thousand bots usually share one host.
 */
export class WebhookClient {
  private readonly pools = new Map<string, Pool>();

  constructor(private readonly settings: Settings) {}

  /**
   * Sends one update; `done` is called once, unless the returned function aborted the request before.
   */
  post(target: WebhookTarget, body: string, done: (outcome: WebhookOutcome) => void): (why?: string) => void {
    let controller: Dispatcher.DispatchController | undefined;
    let stopped: string | undefined;
    let finished = false;
    const finish = (outcome: WebhookOutcome) => {
      if (finished) return;
      finished = true;
      done(outcome);
    };
    let status = 0;
    let reason = "";
    let answerHeaders: Record<string, string | string[] | undefined> = {};
    const chunks: Buffer[] = [];
    let size = 0;
    this.pool(target).dispatch(
      { method: "POST", path: target.path, headers: target.headers, body },
      {
        onRequestStart(started) {
          controller = started;
          if (stopped !== undefined) started.abort(new Error(stopped));
        },
        onResponseStart(_controller, code, headers, phrase) {
          status = code;
          reason = phrase ?? "";
          answerHeaders = headers;
        },
        onResponseData(running, chunk) {
          size += chunk.length;
          if (size > MAX_ANSWER_BYTES) running.abort(new TooLarge());
          else chunks.push(chunk);
        },
        onResponseEnd() {
          finish({
            status,
            reason,
            retryAfter: retryAfterOf(answerHeaders),
            contentType: headerOf(answerHeaders, "content-type"),
            body: size === 0 ? "" : textOf(chunks, headerOf(answerHeaders, "content-encoding")),
          });
        },
        onResponseError(_controller, error) {
          finish({ error: stopped ?? wordsFor(error) });
        },
      },
    );
    return (why) => {
      stopped = why ?? "";
      if (why === undefined) finished = true;
      else finish({ error: why });
      controller?.abort(new Error(stopped));
    };
  }

  async close(): Promise<void> {
    const pools = [...this.pools.values()];
    this.pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  private pool(target: WebhookTarget): Pool {
    const key = `${target.origin} ${target.ip ?? ""} ${target.certificate ?? ""}`;
    let pool = this.pools.get(key);
    if (!pool) {
      pool = this.open(target);
      this.pools.set(key, pool);
    }
    return pool;
  }

  private open(target: WebhookTarget): Pool {
    const { settings } = this;
    const authorities = [settings.webhookCa, target.certificate].filter((pem) => pem !== undefined);
    return new Pool(target.origin, {
      connections: settings.maxSockets,
      pipelining: 1,
      // The 60 s limit is on the whole answer and is kept by the delivery, on the scaled clock.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 50_000,
      allowH2: false,
      connect: {
        timeout: 10_000,
        family: 4,
        ...(authorities.length > 0 ? { ca: authorities } : {}),
        lookup(hostname, options, found) {
          const fixed = target.ip ?? settings.hosts[hostname];
          if (fixed === undefined) lookup(hostname, { ...options, family: 4 }, found);
          else if (options.all) found(null, [{ address: fixed, family: 4 }]);
          else found(null, fixed, 4);
        },
      },
    });
  }
}
