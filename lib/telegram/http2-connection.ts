import type { TLSSocket } from "node:tls";
import type { Answer, Exchange } from "./exchange";
import { errorCode } from "./http2-frames";
import { Http2Session } from "./http2-session";
import { connectTls, type TlsAddress } from "./tls-socket";

/** Most exchanges on one connection, where the server allows as many (RFC 9113, 6.5.2 recommends 100). */
export const maxStreams = 100;
/** Resets in a row, with no answer between, after which a connection takes no more. */
const maxResets = 3;
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

/** An exchange under way. */
interface Call {
  readonly exchange: Exchange;
  readonly offers: number;
  readonly sentAt: number;
  readonly resolve: (answer: Answer | Promise<Answer>) => void;
  readonly reject: (error: unknown) => void;
  id: number;
  timer: NodeJS.Timeout | undefined;
  abort: (() => void) | undefined;
}

/**
 * One HTTP/2 connection to the Bot API server: when it takes exchanges, and when it is no longer trusted with any. undici's is not
 * used: docs/decisions/0020-http2-by-hand.md.
 */
export class Http2Connection {
  /** Offers an exchange elsewhere that the server has not begun on, for the so many-th time; undefined: no more. */
  onRefused: ((exchange: Exchange, offers: number) => Promise<Answer> | undefined) | undefined;
  /** Called once, as soon as the connection fails as HTTP/2 should not. */
  onFailure: (() => void) | undefined;
  readonly ended: Promise<void>;
  readonly #session: Http2Session<Call>;
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
    this.#session = new Http2Session<Call>(socket, new URL(origin).host, {
      answered: (call, answer) => {
        this.#leave(call);
        this.#resets = 0;
        this.#answeredAt = this.#idleSince;
        call.resolve(answer);
      },
      lost: (call, code) => this.#lost(call, code),
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
    return this.#draining ? 0 : Math.min(maxStreams, this.#session.allowed) - this.#session.size;
  }

  /**
   * Begins an exchange, which the caller has seen room for.
   *
   * @param offers how often it was offered to a server, this time included.
   * @throws Http2Failure; where the exchange is offered elsewhere, what comes of that.
   */
  send(exchange: Exchange, offers: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { path, body, timeoutMs, signal } = exchange;
      const sentAt = performance.now();
      const call: Call = {
        exchange,
        offers,
        sentAt,
        resolve,
        reject,
        id: 0,
        timer: undefined,
        abort: undefined,
      };
      call.id = this.#session.post(path, body, call);
      call.timer = setTimeout(this.#timeOut, timeoutMs, call);
      if (!signal) return;
      call.abort = () => this.#giveUp(call, signal.reason);
      signal.addEventListener("abort", call.abort, { once: true });
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

  /** An exchange has ended, however it did. */
  #leave({ timer, abort, exchange }: Call): void {
    clearTimeout(timer);
    if (abort) exchange.signal?.removeEventListener("abort", abort);
    this.#idleSince = performance.now();
    if (this.#draining && this.#session.size === 0) this.#session.end();
  }

  #giveUp(call: Call, reason: unknown): void {
    this.#session.cancel(call.id);
    this.#leave(call);
    call.reject(reason);
  }

  /** One function for all timers: each of ten thousand held polls has one. */
  readonly #timeOut = (call: Call): void => {
    this.#giveUp(call, new Http2Failure("HTTP2_TIMEOUT"));
    // Not one answer since this was sent: whatever else waits here waits in vain.
    if (this.#answeredAt < call.sentAt) this.#fail("HTTP2_SILENT");
  };

  /** A stream was reset, or the connection ended under it. */
  #lost(call: Call, code: number | undefined): void {
    this.#leave(call);
    if (code !== undefined && !this.#draining && ++this.#resets >= maxResets) {
      this.close();
      this.#suffer("HTTP2_RESET");
    }
    // Beyond the last stream that a GOAWAY names, or while the server is busy: it has not begun on it.
    const refused = code === errorCode.refusedStream;
    const reset = refused ? "HTTP2_REFUSED" : "HTTP2_RESET";
    const failure = code === undefined ? (this.#failure ?? "HTTP2_CLOSED") : reset;
    const elsewhere = refused ? this.onRefused?.(call.exchange, call.offers) : undefined;
    if (elsewhere) call.resolve(elsewhere);
    else call.reject(new Http2Failure(failure, this.#session.error));
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
