/** What a tenant has used lately: it halves in so many milliseconds. */
const halfLifeMs = 2_000;
/** Below this nobody is before others for having used less: who comes first goes first. */
const littleMs = 20;
/** What somebody new is taken to have used: those of whom little is known to come go before. */
const newMs = littleMs + 1;

/** Whose work may be taken: that of tenants who have used less than this lately. */
export const below = {
  /** Those of whom it is known that they use little. */
  proven: newMs,
  /** They and who is new; who has used more is heavy, and has work done beside that of others, never before it. */
  light: 100,
  everybody: Number.POSITIVE_INFINITY,
};
/** When more tenants are known than this, those who have used next to nothing are forgotten. */
const manyKnown = 1_000;

/**
 * Work that waits, by tenant. A tenant has one piece of it done at a time, in the order in which it came; of several
 * tenants the one goes first that has used least time lately. Nobody's waiting grows with what somebody else asks for.
 */
export class FairQueue<Work> {
  readonly #waiting = new Map<number, Work[]>();
  readonly #served = new Set<number>();
  readonly #used = new Map<number, { ms: number; at: number }>();
  readonly #now: () => number;
  #forgetAt = manyKnown;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  add(tenant: number, work: Work): void {
    const line = this.#waiting.get(tenant);
    if (line) line.push(work);
    else this.#waiting.set(tenant, [work]);
  }

  /** Takes back what has not been begun; false where it has. */
  remove(tenant: number, work: Work): boolean {
    const line = this.#waiting.get(tenant);
    const place = line?.indexOf(work) ?? -1;
    if (!line || place < 0) return false;
    line.splice(place, 1);
    if (line.length === 0) this.#waiting.delete(tenant);
    return true;
  }

  /**
   * What is to be done next; it is begun until `done` is told of its tenant.
   *
   * @param limit one of `below`.
   */
  take(limit: number): { tenant: number; work: Work } | undefined {
    let next: number | undefined;
    let least = limit;
    for (const tenant of this.#waiting.keys()) {
      const used = this.knows(tenant) ? Math.max(littleMs, this.used(tenant)) : newMs;
      if (used >= least || this.#served.has(tenant)) continue;
      next = tenant;
      least = used;
    }
    if (next === undefined) return undefined;
    const line = this.#waiting.get(next) ?? [];
    const work = line.shift();
    if (line.length === 0) this.#waiting.delete(next);
    if (work === undefined) return undefined;
    this.#served.add(next);
    return { tenant: next, work };
  }

  /** The tenant's piece of work has ended after so many milliseconds. */
  done(tenant: number, ms: number): void {
    this.#served.delete(tenant);
    this.#used.set(tenant, { ms: this.used(tenant) + ms, at: this.#now() });
    if (this.#used.size < this.#forgetAt) return;
    for (const known of this.#used.keys()) if (this.used(known) < 1) this.#used.delete(known);
    this.#forgetAt = Math.max(manyKnown, 2 * this.#used.size);
  }

  /** Whether work of this tenant has been done before. */
  knows(tenant: number): boolean {
    return this.#used.has(tenant);
  }

  /** Milliseconds that a tenant has used lately. */
  used(tenant: number): number {
    const known = this.#used.get(tenant);
    return known === undefined ? 0 : known.ms * 2 ** ((known.at - this.#now()) / halfLifeMs);
  }

  /** All that waits, which is then forgotten. */
  clear(): Work[] {
    const all = [...this.#waiting.values()].flat();
    this.#waiting.clear();
    return all;
  }
}
