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
/** What has waited so long goes before what anybody new brings: a light tenant's work, and that of who is new themselves. */
const longWaitMs = { known: 500, new: 2_000 };
/** As whose it is then taken: after that of proven tenants. */
const waitedMs = (littleMs + newMs) / 2;
/** When more tenants are known than this, those who have used next to nothing are forgotten. */
const manyKnown = 1_000;

/**
 * Work that waits, by tenant. A tenant has one piece of it done at a time, in the order in which it came; of several
 * tenants the one goes first that has used least time lately, or has waited long without being heavy. Nobody's waiting grows with what somebody else asks for.
 */
export class FairQueue<Work> {
  readonly #waiting = new Map<number, { work: Work; since: number }[]>();
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
    const waiting = { work, since: this.#now() };
    if (line) line.push(waiting);
    else this.#waiting.set(tenant, [waiting]);
  }

  /** Takes back what has not been begun; false where it has. */
  remove(tenant: number, work: Work): boolean {
    const line = this.#waiting.get(tenant);
    const place = line?.findIndex((waiting) => waiting.work === work) ?? -1;
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
    let least = Number.POSITIVE_INFINITY;
    const now = this.#now();
    for (const [tenant, [first]] of this.#waiting) {
      const known = this.knows(tenant);
      const used = known ? Math.max(littleMs, this.used(tenant)) : newMs;
      if (used >= limit || this.#served.has(tenant)) continue;
      const waited = now - (first?.since ?? 0) >= longWaitMs[known ? "known" : "new"];
      const rank = waited && used < below.light ? Math.min(used, waitedMs) : used;
      if (rank >= least) continue;
      next = tenant;
      least = rank;
    }
    if (next === undefined) return undefined;
    const line = this.#waiting.get(next) ?? [];
    const first = line.shift();
    if (line.length === 0) this.#waiting.delete(next);
    if (first === undefined) return undefined;
    this.#served.add(next);
    return { tenant: next, work: first.work };
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
    const all = [...this.#waiting.values()].flat().map(({ work }) => work);
    this.#waiting.clear();
    return all;
  }
}
