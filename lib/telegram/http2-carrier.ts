import type { Answer, Carrier, Exchange } from "./exchange";
import { type Http2Address, Http2Connection, Http2Failure, maxStreams } from "./http2-connection";
import { Http2Trust } from "./http2-trust";

/** For how long a server that does not offer HTTP/2, or does not speak it, is not asked again. Milliseconds. */
const withoutMs = 10 * 60_000;
/** A connection that carries nothing for so long is closed. */
const idleMs = 60_000;
/** Connections that are opened at once. */
const openingsAtOnce = 16;
/** How often an exchange that the server refused to begin is offered again. */
const maxOffers = 5;

/** A connection being opened. */
interface Opening {
  /** Exchanges that wait for it. */
  waiting: number;
  /** Resolves in any case, to the error where it could not be opened. */
  done: Promise<Error | undefined>;
}

/** A failed connection's share of exchanges, for a while over HTTP/1.1. */
interface Rest {
  until: number;
  room: number;
}

/**
 * Exchanges over as many HTTP/2 connections as they need, a hundred on each, and over HTTP/1.1 where the server
 * speaks nothing else or a connection failed: then as many exchanges as it carried, for a while
 * (docs/decisions/0020-http2-by-hand.md).
 */
export class Http2Carrier implements Carrier {
  readonly #address: Http2Address;
  readonly #http1: Carrier;
  readonly #trust = new Http2Trust();
  #connections: Http2Connection[] = [];
  #openings: Opening[] = [];
  #rests: Rest[] = [];
  #http1Until = 0;
  /** Streams that the server allows on a connection; undefined until one was opened. */
  #allowed: number | undefined;
  #watch: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(address: Http2Address, http1: Carrier) {
    this.#address = address;
    this.#http1 = http1;
  }

  /** HTTP/2 connections that are open. */
  get connections(): number {
    return this.#connections.length;
  }

  exchange(exchange: Exchange): Promise<Answer> {
    return this.#offer(exchange, 1);
  }

  /** Not async: each of ten thousand held polls would keep a frame that has nothing more to do. */
  #offer(exchange: Exchange, offers: number): Promise<Answer> {
    if (this.#closed) return Promise.reject(new Http2Failure("HTTP2_CLOSED"));
    if (exchange.signal?.aborted) return Promise.reject(exchange.signal.reason);
    const now = performance.now();
    if (now < this.#http1Until) return this.#http1.exchange(exchange);
    const connection = this.#connections.find(({ room }) => room > 0);
    if (connection) return connection.send(exchange, offers);
    this.#rests = this.#rests.filter(({ until }) => now < until);
    const rest = this.#rests.find(({ room }) => room > 0);
    if (rest) {
      rest.room--;
      return this.#http1.exchange(exchange).finally(() => rest.room++);
    }
    return this.#waitForConnection().then((error) => {
      if (error) throw error;
      return this.#offer(exchange, offers);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#watch);
    for (const connection of this.#connections) connection.destroy();
    await Promise.all([
      ...this.#openings.map(({ done }) => done),
      ...this.#connections.map(({ ended }) => ended),
      this.#http1.close(),
    ]);
  }

  async #waitForConnection(): Promise<Error | undefined> {
    // Before it is known what the server speaks, one connection finds it out for all.
    const share = this.#allowed ?? Number.POSITIVE_INFINITY;
    let opening = this.#openings.find(({ waiting }) => waiting < share);
    if (!opening && this.#openings.length < openingsAtOnce) opening = this.#open();
    if (!opening) return Promise.race(this.#openings.map(({ done }) => done));
    opening.waiting++;
    return opening.done;
  }

  #open(): Opening {
    const done = Http2Connection.open(this.#address).then(
      (connection) => this.#opened(connection),
      (error: unknown) => this.#notOpened(error),
    );
    const opening: Opening = { waiting: 0, done };
    this.#openings.push(opening);
    void done.then(() => {
      this.#openings = this.#openings.filter((other) => other !== opening);
    });
    return opening;
  }

  #opened(connection: Http2Connection): undefined {
    if (this.#closed) return connection.destroy() as undefined;
    this.#allowed = Math.max(1, connection.room);
    this.#connections.push(connection);
    this.#watch ??= setInterval(
      () => {
        for (const each of this.#connections) each.watch(idleMs);
      },
      Math.min(5_000, this.#address.pingMs / 2),
    ).unref();
    connection.onRefused = (exchange, offers) =>
      offers < maxOffers ? this.#offer(exchange, offers + 1) : undefined;
    connection.onFailure = () => {
      const until = this.#trust.failed(performance.now());
      if (until !== undefined) this.#rests.push({ until, room: maxStreams });
    };
    void connection.ended.then(() => {
      this.#connections = this.#connections.filter((other) => other !== connection);
    });
    return undefined;
  }

  #notOpened(error: unknown): Error | undefined {
    if (!(error instanceof Http2Failure)) return error as Error;
    this.#http1Until = performance.now() + withoutMs;
    return undefined;
  }
}
