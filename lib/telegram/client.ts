import type { Update, UserFromGetMe, WebhookInfo } from "grammy/types";
import type { Pool } from "undici";
import { type ConnectionOptions, createConnections } from "./connections";
import type { Carrier } from "./exchange";
import { TelegramRefusal, TelegramUnreachable } from "./failure";

export type { Message, Update, UserFromGetMe, WebhookInfo } from "grammy/types";

export interface CallOptions {
  /** Ends the call; it then rejects with TelegramUnreachable. */
  signal?: AbortSignal | undefined;
  /** Milliseconds until an unanswered call is given up; 30,000 unless told. */
  timeoutMs?: number;
}

export interface PollParams {
  /** Confirms every update below it; 0 confirms nothing. */
  offset: number;
  /** Seconds Telegram holds the call when nothing waits, 0-50. */
  timeout: number;
  limit: number;
  allowed_updates: readonly string[];
}

/** Calls of the Bot API (core.telegram.org/bots/api) for any number of bots over shared connections. */
export interface Telegram {
  /**
   * One call; resolves to Telegram's `result`.
   *
   * @throws TelegramRefusal when Telegram says no, TelegramUnreachable when no answer came.
   */
  call<T>(token: string, method: string, params?: object, options?: CallOptions): Promise<T>;
  /** A long poll, on connections of its own. */
  getUpdates(token: string, params: PollParams, signal?: AbortSignal): Promise<Update[]>;
  getMe(token: string, options?: CallOptions): Promise<UserFromGetMe>;
  getWebhookInfo(token: string, options?: CallOptions): Promise<WebhookInfo>;
  /**
   * A file that getFile named, of at most `mostBytes`.
   *
   * @throws TelegramUnreachable where it is larger, is not there or did not come.
   */
  download(token: string, filePath: string, maxBytes: number, options?: CallOptions): Promise<Buffer>;
  close(): Promise<void>;
}

interface BotApiAnswer {
  ok?: boolean;
  result?: unknown;
  error_code?: number;
  description?: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number };
}

/** A call that Telegram refused or did not answer, for whoever keeps a record. */
export interface FailedCall {
  token: string;
  method: string;
  error: TelegramRefusal | TelegramUnreachable;
}

/**
 * Opens no connection before the first call.
 *
 * @param onFailure hears of every call that fails, but not of those that were broken off by their caller.
 */
export function createTelegram(
  options: ConnectionOptions,
  onFailure: (failed: FailedCall) => void = () => {},
): Telegram {
  const connections = createConnections(options);
  const basePath = new URL(options.apiRoot).pathname.replace(/\/+$/, "");

  // Not async: each of ten thousand held polls would keep a frame more.
  function send<T>(
    carrier: Carrier,
    token: string,
    method: string,
    params: object,
    { signal, timeoutMs = 30_000 }: CallOptions,
  ): Promise<T> {
    const failed = (error: TelegramRefusal | TelegramUnreachable) => {
      if (signal?.aborted !== true) onFailure({ token, method, error });
      return error;
    };
    // The token travels in the path because the Bot API wants it there; no error carries the path on.
    const path = `${basePath}/bot${pathToken(token)}/${method}`;
    return carrier.exchange({ path, body: JSON.stringify(params), timeoutMs, signal }).then(
      ({ status, text }) => {
        const said = unwrap(method, status, text);
        if (said.ok) return said.result as T;
        throw failed(said.error);
      },
      (error: unknown) => {
        throw failed(new TelegramUnreachable(method, reasonOf(error), error));
      },
    );
  }

  const call = <T>(token: string, method: string, params: object = {}, opts: CallOptions = {}): Promise<T> =>
    send<T>(connections.calls, token, method, params, opts);

  return {
    call,
    getUpdates(token, params, signal) {
      // Telegram may hold the call for its whole time-out; ten seconds more mean that it is gone.
      const timeoutMs = (params.timeout + 10) * 1000;
      return send(connections.polls, token, "getUpdates", params, { signal, timeoutMs });
    },
    getMe: (token, opts) => call(token, "getMe", {}, opts),
    getWebhookInfo: (token, opts) => call(token, "getWebhookInfo", {}, opts),
    download: async (token, filePath, maxBytes, opts) =>
      fetchFile(connections.files, `${basePath}/file/bot${pathToken(token)}/${filePath}`, maxBytes, opts),
    close: () => connections.close(),
  };
}

const pathToken = (token: string): string => encodeURIComponent(token).replace("%3A", ":");

/** Reads a file, and no more than `mostBytes` of it: a server of somebody's own may send anything. */
async function fetchFile(
  pool: Pool,
  path: string,
  maxBytes: number,
  opts: CallOptions = {},
): Promise<Buffer> {
  try {
    const signal = opts.signal ?? AbortSignal.timeout(opts.timeoutMs ?? 30_000);
    const { statusCode, body } = await pool.request({ path, method: "GET", signal });
    if (statusCode !== 200) {
      await body.dump();
      throw Object.assign(new Error("no such file"), { code: String(statusCode) });
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw Object.assign(new Error("too large"), { code: "TOO_LARGE" });
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    throw new TelegramUnreachable("download", reasonOf(error));
  }
}

type Said = { ok: true; result: unknown } | { ok: false; error: TelegramRefusal | TelegramUnreachable };

function unwrap(method: string, status: number, text: string): Said {
  const unreadable = () => ({ ok: false, error: new TelegramUnreachable(method, String(status)) }) as const;
  let envelope: BotApiAnswer;
  try {
    // What Telegram says of bots and calls is stored in columns of text, which hold no U+0000; updates are kept as they came.
    const clean = method === "getUpdates" || !text.includes("\\u0000") ? undefined : withoutNul;
    envelope = JSON.parse(text, clean) as BotApiAnswer;
  } catch {
    return unreadable();
  }
  if (envelope.ok === true) return { ok: true, result: envelope.result };
  if (typeof envelope.error_code !== "number") return unreadable();
  const { error_code, description = "", parameters } = envelope;
  const { retry_after, migrate_to_chat_id } = parameters ?? {};
  return {
    ok: false,
    error: new TelegramRefusal(method, error_code, description, retry_after, migrate_to_chat_id),
  };
}

const withoutNul = (_name: string, value: unknown): unknown =>
  typeof value === "string" ? value.replaceAll("\0", "") : value;

function reasonOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === "string" ? code : String(name);
}
