/** What can be made to go wrong; h2-* only mean something to the HTTP/2 server. */
export const FAULT_KINDS = [
  "api-down",
  "api-429",
  "api-slow",
  "webhook-unreachable",
  "drop-connections",
  "h2-goaway",
  "h2-reset",
  "h2-silent",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault under way: for one bot or for all (botId undefined), until `until` on performance.now()'s clock. */
export interface Fault {
  id: number;
  kind: FaultKind;
  botId: number | undefined;
  until: number;
  delayMs: number;
  retryAfter: number;
  message: string | undefined;
}

/** The faults under way; asking costs nothing while there are none. */
export class Faults {
  private readonly active = new Map<number, Fault>();
  private lastId = 0;

  add(fault: Omit<Fault, "id">): Fault {
    this.lastId += 1;
    const added = { ...fault, id: this.lastId };
    this.active.set(added.id, added);
    return added;
  }

  /** The newest fault of one of these kinds that touches the bot (undefined: a call of no known bot). */
  find(botId: number | undefined, ...kinds: FaultKind[]): Fault | undefined {
    if (this.active.size === 0) return undefined;
    const now = performance.now();
    let found: Fault | undefined;
    for (const fault of this.active.values()) {
      if (fault.until <= now) this.active.delete(fault.id);
      else if (kinds.includes(fault.kind) && (fault.botId === undefined || fault.botId === botId))
        found = fault;
    }
    return found;
  }

  list(): Fault[] {
    const now = performance.now();
    return [...this.active.values()].filter((fault) => fault.until > now);
  }

  remove(id: number): boolean {
    return this.active.delete(id);
  }

  clear(): void {
    this.active.clear();
  }
}
