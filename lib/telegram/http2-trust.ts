/** Milliseconds for which a connection's share goes over HTTP/1.1 at first, and at most. */
const firstRestMs = 60_000;
const longestRestMs = 30 * 60_000;
/** Failures that come together are one trouble: the rest grows at most once in this time. */
const troubleMs = 30_000;
/** After this long without a failure the next rest is the first again. */
const forgiveMs = 10 * 60_000;
/** Rests granted in each `paceMs`. Were they free, a network that fails for a moment would turn all connections, with a hundred polls each, into ten thousand of HTTP/1.1. */
const restsAtOnce = 10;
const paceMs = 10_000;

/**
 * Decides for how long a failed HTTP/2 connection's share goes over HTTP/1.1. Times are milliseconds of any
 * monotonic clock.
 */
export class Http2Trust {
  #restMs = firstRestMs;
  #grewAt = Number.NEGATIVE_INFINITY;
  #failedAt = Number.NEGATIVE_INFINITY;
  #granted: number[] = [];

  /**
   * Notes that a connection failed as HTTP/2 should not.
   *
   * @returns until when its share goes over HTTP/1.1; undefined where too many rest already, and HTTP/2 is
   *   to be tried again.
   */
  failed(now: number): number | undefined {
    if (now - this.#failedAt >= forgiveMs) this.#restMs = firstRestMs;
    else if (now - this.#grewAt >= troubleMs) this.#restMs = Math.min(longestRestMs, this.#restMs * 2);
    if (now - this.#grewAt >= troubleMs) this.#grewAt = now;
    this.#failedAt = now;
    this.#granted = this.#granted.filter((at) => now - at < paceMs);
    if (this.#granted.length >= restsAtOnce) return undefined;
    this.#granted.push(now);
    return now + this.#restMs;
  }
}
