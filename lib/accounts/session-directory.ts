import { LRUCache } from "lru-cache";
import type { Logger } from "../core/log";
import type { Database } from "../data/database";
import { findLivingSessions, touchSession } from "../data/sessions";
import type { AccountView } from "./context";
import { createSessionWatch, type SessionWatch } from "./session-watch";

/**
 * Who is behind the sessions of this process's visitors. A page asks at every request, so an answer is kept
 * for some seconds; what ends a session or changes its person is announced by PostgreSQL and counts at once.
 */
export interface SessionDirectory {
  /**
   * @param client the address the session is used from.
   * @returns undefined where the session is void.
   */
  personOf(sessionId: string, client: string): Promise<AccountView | undefined>;
  /** Says when what was opened under a session has to close, because the session is void or the role another. */
  watch: SessionWatch["add"];
  /** Drops what is known of a person, or of everybody. */
  forget(userId: number): void;
  forgetAll(): void;
}

interface Parts {
  data: Database;
  log: Logger;
  /** Whether announcements arrive: without them nothing may be kept. */
  hears: () => boolean;
}

interface Known {
  person: AccountView;
  /** When the last use was written, in milliseconds. */
  seenAt: number;
  /** When it ends by its age, in milliseconds of this process's clock. */
  endsAt: number;
}

const keptMs = 10_000;
/** How exact "last seen" is. */
const seenEveryMs = 60_000;

export function createSessionDirectory({ data, log, hears }: Parts): SessionDirectory {
  const watch = createSessionWatch((ids) => findLivingSessions(data, ids), log);
  const known = new LRUCache<string, Known>({ max: 20_000, ttl: keptMs });
  /** Counts what was forgotten, so that a read that began before does not bring the old state back. */
  let forgotten = 0;

  async function read(sessionId: string): Promise<Known | undefined> {
    const before = forgotten;
    const row = (await findLivingSessions(data, [sessionId])).get(sessionId);
    if (!row) return undefined;
    const { user: person, lastSeenAt, leftMs } = row;
    const found = { person, seenAt: lastSeenAt.getTime(), endsAt: Date.now() + leftMs };
    if (before === forgotten && hears()) known.set(sessionId, found);
    return found;
  }

  /** What is kept of a session, while it may count. */
  function kept(sessionId: string): Known | undefined {
    const found = hears() ? known.get(sessionId) : undefined;
    return found && found.endsAt > Date.now() ? found : undefined;
  }

  return {
    async personOf(sessionId, client) {
      const found = kept(sessionId) ?? (await read(sessionId));
      if (!found) return undefined;
      const now = Date.now();
      if (now - found.seenAt >= seenEveryMs) {
        found.seenAt = now;
        touchSession(data, { id: sessionId, address: client }).catch((error: unknown) =>
          log.warn({ err: error }, "sessions: last use not written"),
        );
      }
      return found.person;
    },
    watch: watch.add,
    forget(userId) {
      forgotten++;
      for (const [id, { person }] of known.entries()) if (person.id === userId) known.delete(id);
      watch.askAgain(userId);
    },
    forgetAll() {
      forgotten++;
      known.clear();
      watch.askAgain();
    },
  };
}
