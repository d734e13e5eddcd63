import type { TLSSocket } from "node:tls";
import type { Answer, Exchange } from "./exchange";
import { errorCode } from "./http2-frames";
import { Http2Session } from "./http2-session";
import { connectTls, type TlsAddress } from "./tls-socket";

/** Most exchanges on one connection, where the server allows as many (RFC 9113, 6.5.2 recommends 100). */
export const mostStreams = 100;
/** Resets in a row, with no answer between, after which a connection takes no more. */
const mostResets = 3;
const settingsMs = 10_000;

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

export interface Http2Address extends TlsAddress {
  /** Milliseconds without a sign of life after which a ping is sent, and that it may take. */
  pingMs: number;
}

/**
 * One HTTP/2 connection to the Bot API server: when it takes exchanges, and when it is no longer trusted with any. undici's is not
 * used: docs/decisions/0020-http2-by-hand.md.
 */
export class Http2Connection {
  /** Called once, as soon as the connection fails as HTTP/2 should not. */
  onFailure: (() => void) | undefined;
  readonly ended: Promise<void>;
  readonly #session: Http2Session;
  readonly #pingMs: number;
  #failure: Http2Failure["code"] | undefined;
  #draining = false;
  #resets = 0;
  #answeredAt = performance.now();
  #idleSince = performance.now();

  private constructor(socket: TLSSocket, { origin, pingMs }: Http2Address) {
    this.#pingMs = pingMs;
    let closed = () => {};
    this.ended = new Promise((resolve) => {
      closed = resolve;
    });
    this.#session = new Http2Session(socket, new URL(origin).host, {
      goaway: (code) => {
        // What is under way is still answered; new exchanges go elsewhere.
        this.close();
        if (code !== errorCode.none) this.#suffer("HTTP2_CLOSED");
      },
      broken: () => this.#fail("HTTP2_CLOSED"),
      closed,
    });
  }

  /**
   * Connects and waits for the server's settings, so that no exchange is begun which it would not let through.
   *
   * @throws Http2Failure NO_HTTP2 where the server does not offer HTTP/2, HTTP2_CLOSED where it offers it and does not
   *   speak it; else the socket's error.
   */
  static async open(address: Http2Address): Promise<Http2Connection> {
    const socket = await connectTls(address, ["h2", "http/1.1"]);
    if (socket.alpnProtocol !== "h2") {
      socket.destroy();
      throw new Http2Failure("NO_HTTP2");
    }
    const connection = new Http2Connection(socket, address);
    const session = connection.#session;
    const timer = setTimeout(() => session.destroy(), settingsMs);
    await Promise.race([session.settled, connection.ended]);
    clearTimeout(timer);
    if (session.allowed === 0) throw new Http2Failure("HTTP2_CLOSED", session.error);
    return connection;
  }

  /** Exchanges that may be begun now. */
  get room(): number {
    return this.#draining ? 0 : Math.min(mostStreams, this.#session.allowed) - this.#session.size;
  }

  /** @throws Http2Failure. */
  send({ path, body, timeoutMs, signal }: Exchange): Promise<Answer> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const session = this.#session;
      const sentAt = performance.now();
      const leave = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
        this.#idleSince = performance.now();
        if (this.#draining && session.size === 0) session.end();
      };
      const id = session.post(path, body, {
        answered: (answer) => {
          leave();
          this.#resets = 0;
          this.#answeredAt = this.#idleSince;
          resolve(answer);
        },
        lost: (code) => {
          leave();
          reject(new Http2Failure(this.#lost(code), session.error));
        },
      });
      const giveUp = (reason: unknown) => {
        session.cancel(id);
        leave();
        reject(reason);
      };
      const abort = () => giveUp(signal?.reason);
      const timer = setTimeout(() => {
        giveUp(new Http2Failure("HTTP2_TIMEOUT"));
        // Not one answer since this was sent: whatever else waits here waits in vain.
        if (this.#answeredAt < sentAt) this.#fail("HTTP2_SILENT");
      }, timeoutMs);
      signal?.addEventListener("abort", abort, { once: true });
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
    const { size, pinging, heardAt } = this.#session;
    if (size === 0) {
      if (now - this.#idleSince >= idleMs) this.close();
    } else if (pinging) {
      if (now - heardAt >= 2 * this.#pingMs) this.#fail("HTTP2_SILENT");
    } else if (now - heardAt >= this.#pingMs) this.#session.ping();
  }

  /** Takes nothing new, and ends when all is answered. */
  close(): void {
    this.#draining = true;
    if (this.#session.size === 0) this.#session.end();
  }

  destroy(): void {
    this.#draining = true;
    this.#session.destroy();
  }

  /** What it means that a stream was reset, or that the connection ended under it. */
  #lost(code: number | undefined): Http2Failure["code"] {
    if (code === undefined) return this.#failure ?? "HTTP2_CLOSED";
    if (!this.#draining && ++this.#resets >= mostResets) {
      this.close();
      this.#suffer("HTTP2_RESET");
    }
    // Beyond the last stream that a GOAWAY names, or while the server is busy: it has not begun on it.
    return code === errorCode.refusedStream ? "HTTP2_REFUSED" : "HTTP2_RESET";
  }

  #fail(failure: Http2Failure["code"]): void {
    // What waits here is to find the way round already open.
    this.#suffer(failure);
    this.destroy();
  }

  #suffer(failure: Http2Failure["code"]): void {
    if (this.#failure) return;
    this.#failure = failure;
    this.onFailure?.();
  }
}
