import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from "node:http2";
import { isIP } from "node:net";
import { type SecureContext, type TLSSocket, connect as tlsConnect } from "node:tls";
import type { Answer, Exchange } from "./exchange";

/** Most exchanges on one connection, where the server allows as many (RFC 9113, 6.5.2 recommends 100). */
export const mostStreams = 100;
/** Resets in a row, with no answer between, after which a connection takes no more. */
const mostResets = 3;
const connectMs = 10_000;
const { NGHTTP2_CANCEL, NGHTTP2_NO_ERROR, NGHTTP2_REFUSED_STREAM } = constants;

/** Why an exchange over HTTP/2 had no answer. */
export class Http2Failure extends Error {
  override readonly name = "Http2Failure";
  constructor(
    /** NO_HTTP2: the server does not offer it. HTTP2_REFUSED: the server has not looked at the exchange. */
    readonly code:
      | "NO_HTTP2"
      | "HTTP2_REFUSED"
      | "HTTP2_RESET"
      | "HTTP2_SILENT"
      | "HTTP2_CLOSED"
      | "HTTP2_TIMEOUT",
    cause?: unknown,
  ) {
    super(code, { cause });
  }
}

export interface Http2Address {
  origin: string;
  secureContext?: SecureContext | undefined;
  /** Milliseconds without a sign of life after which a ping is sent, and that it may take. */
  pingMs: number;
}

/**
 * One HTTP/2 connection to the Bot API server. undici's is not used: it breaks off all that is under way at a
 * GOAWAY (nginx sends one every 1,000 requests), sees no connection that died in silence, and may queue on a
 * connection more than the server lets through, where a poll would wait 50 seconds for its turn.
 */
export class Http2Connection {
  /** Exchanges under way. */
  active = 0;
  /** Called once, as soon as the connection fails as HTTP/2 should not. */
  onFailure: (() => void) | undefined;
  readonly ended: Promise<void>;
  readonly #session: ClientHttp2Session;
  readonly #pingMs: number;
  #failure: Http2Failure["code"] | undefined;
  #draining = false;
  #resets = 0;
  #heardAt = performance.now();
  #answeredAt = performance.now();
  #idleSince = performance.now();
  #pinging = false;

  private constructor(session: ClientHttp2Session, pingMs: number) {
    this.#session = session;
    this.#pingMs = pingMs;
    this.ended = new Promise((resolve) => session.once("close", resolve));
    session.on("goaway", (code: number) => {
      // What is under way is still answered; new exchanges go elsewhere.
      this.#draining = true;
      if (code !== NGHTTP2_NO_ERROR) this.#suffer("HTTP2_CLOSED");
    });
    session.on("error", (error: NodeJS.ErrnoException) => {
      // A lost TCP connection is no fault of HTTP/2.
      if (error.code?.startsWith("ERR_HTTP2")) this.#suffer("HTTP2_CLOSED");
    });
  }

  /**
   * Connects and waits for the server's settings, so that no exchange is begun which it would not let through.
   *
   * @throws Http2Failure NO_HTTP2 where the server does not offer HTTP/2, HTTP2_CLOSED where it offers it and does not
   *   speak it; else the socket's error.
   */
  static async open({ origin, secureContext, pingMs }: Http2Address): Promise<Http2Connection> {
    const socket = await connectTls(origin, secureContext);
    if (socket.alpnProtocol !== "h2") {
      socket.destroy();
      throw new Http2Failure("NO_HTTP2");
    }
    const session = connect(origin, { createConnection: () => socket, settings: { enablePush: false } });
    const connection = new Http2Connection(session, pingMs);
    await new Promise<void>((resolve, reject) => {
      const fail = (cause?: unknown) => reject(new Http2Failure("HTTP2_CLOSED", cause));
      const timer = setTimeout(() => {
        session.destroy();
        fail();
      }, connectMs);
      session.once("remoteSettings", () => resolve());
      session.once("error", fail);
      session.once("close", fail);
      void connection.ended.then(() => clearTimeout(timer));
      session.once("remoteSettings", () => clearTimeout(timer));
    });
    return connection;
  }

  /** Exchanges that may be begun now. */
  get room(): number {
    if (this.active >= mostStreams || this.#draining || this.#session.closed || this.#session.destroyed)
      return 0;
    const allowed = this.#session.remoteSettings.maxConcurrentStreams ?? mostStreams;
    return Math.min(mostStreams, allowed) - this.active;
  }

  /** @throws Http2Failure. */
  send({ path, body, timeoutMs, signal }: Exchange): Promise<Answer> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const sentAt = performance.now();
      const stream = this.#session.request({
        ":method": "POST",
        ":path": path,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      });
      this.active++;
      let status = 0;
      const chunks: Buffer[] = [];
      let whole = false;
      let timedOut = false;
      const cancel = () => stream.close(NGHTTP2_CANCEL);
      const timer = setTimeout(() => {
        timedOut = true;
        cancel();
        // Not one answer since this was sent: whatever else waits here waits in vain.
        if (this.#answeredAt < sentAt) this.#fail("HTTP2_SILENT");
      }, timeoutMs);
      signal?.addEventListener("abort", cancel, { once: true });
      stream.on("response", (headers) => {
        this.#hear();
        status = Number(headers[":status"]);
      });
      // No decoder: each of ten thousand polls that are held would keep one.
      stream.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
      });
      stream.on("end", () => {
        whole = status !== 0;
      });
      let cause: unknown;
      stream.on("error", (error) => {
        cause = error;
      });
      stream.on("close", () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", cancel);
        this.active--;
        this.#idleSince = performance.now();
        if (whole && !timedOut && stream.rstCode === NGHTTP2_NO_ERROR) {
          this.#resets = 0;
          this.#answeredAt = this.#idleSince;
          resolve({ status, text: Buffer.concat(chunks).toString() });
        } else if (signal?.aborted) reject(signal.reason);
        else reject(new Http2Failure(timedOut ? "HTTP2_TIMEOUT" : this.#lost(stream), cause));
        if (this.#draining && this.active === 0) this.destroy();
      });
      stream.end(body);
    });
  }

  /**
   * Looks whether the connection lives: after a while without a sign a ping is sent, and one without an answer
   * ends the connection with all that waits on it.
   *
   * @param idleMs a connection that has carried nothing for so long is closed.
   */
  watch(idleMs: number): void {
    const now = performance.now();
    if (this.active === 0) {
      if (now - this.#idleSince >= idleMs) this.close();
      return;
    }
    const silentMs = now - this.#heardAt;
    if (this.#pinging) {
      if (silentMs >= 2 * this.#pingMs) this.#fail("HTTP2_SILENT");
    } else if (silentMs >= this.#pingMs && !this.#session.destroyed) {
      this.#pinging = true;
      this.#session.ping((error) => {
        this.#pinging = false;
        if (!error) this.#hear();
      });
    }
  }

  /** Takes nothing new, and ends when all is answered. */
  close(): void {
    this.#draining = true;
    this.#session.close();
  }

  destroy(): void {
    this.#draining = true;
    this.#session.destroy();
  }

  #hear(): void {
    this.#heardAt = performance.now();
  }

  #lost(stream: ClientHttp2Stream): Http2Failure["code"] {
    if (this.#session.destroyed) return this.#failure ?? "HTTP2_CLOSED";
    // Beyond the last stream that a GOAWAY names, or while the server is busy: it has not begun on it.
    const refused = stream.rstCode === NGHTTP2_REFUSED_STREAM;
    if (!this.#draining && ++this.#resets >= mostResets) {
      this.close();
      this.#suffer("HTTP2_RESET");
    }
    return refused ? "HTTP2_REFUSED" : "HTTP2_RESET";
  }

  #fail(failure: Http2Failure["code"]): void {
    // What waits here is to find the way round already open.
    this.#draining = true;
    this.#suffer(failure);
    this.destroy();
  }

  #suffer(failure: Http2Failure["code"]): void {
    if (this.#failure) return;
    this.#failure = failure;
    this.onFailure?.();
  }
}

function connectTls(origin: string, secureContext: SecureContext | undefined): Promise<TLSSocket> {
  const { hostname, port } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve, reject) => {
    const socket = tlsConnect({
      host,
      port: Number(port || 443),
      ...(isIP(host) ? {} : { servername: host }),
      ALPNProtocols: ["h2", "http/1.1"],
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
