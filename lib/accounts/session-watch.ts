import { inTime } from "../core/in-time";
import type { Logger } from "../core/log";
import type { LivingSession } from "../data/sessions";

/** What something that stays open was opened with. */
export interface HeldSession {
  sessionId: string;
  userId: number;
  role: "tenant" | "admin";
}

/** What is open under sessions, each until its session is void or its person has another role. */
export interface SessionWatch {
  /**
   * Asks at once, and again whenever something may have changed.
   *
   * @param onOver called once, unless the watch was ended before.
   * @returns what ends the watch.
   */
  add(held: HeldSession, onOver: () => void): () => void;
  /** Looks again at all of a person's, or at everybody's. */
  askAgain(userId?: number): void;
}

interface Watched extends HeldSession {
  onOver: () => void;
  /** Counts the questions about it: only the last one's answer says how long it has. */
  asked: number;
  timer?: NodeJS.Timeout;
}

/** How long the answer to an announcement may take: what is over has to be closed within a second of it. */
const timeoutMs = 500;
const noAnswer = () => new Error("The database did not answer in time.");
/** Node's timers count to no more, and fire at once instead. */
const longestTimerMs = 2 ** 31 - 1;

/** @param find reads sessions that count from the database. */
export function createSessionWatch(
  find: (ids: string[]) => Promise<ReadonlyMap<string, LivingSession>>,
  log: Logger,
): SessionWatch {
  const people = new Map<number, Set<Watched>>();

  /** @param announced something has happened to them: where the answer is late, they must not go on meanwhile. */
  async function ask(watched: readonly Watched[], announced = false): Promise<void> {
    if (watched.length === 0) return;
    const questions = watched.map((one) => ({ one, question: ++one.asked }));
    const answer = find([...new Set(watched.map(({ sessionId }) => sessionId))]);
    // Where the database cannot say, nobody stays: who may comes back by themselves.
    const living = await (announced ? inTime(answer, timeoutMs, noAnswer) : answer).catch(
      (error: unknown) => {
        log.warn(
          { err: error },
          "sessions: what is open under them was closed, since nobody can say who may stay",
        );
        return new Map<string, LivingSession>();
      },
    );
    for (const { one, question } of questions) {
      if (!people.get(one.userId)?.has(one)) continue;
      const found = living.get(one.sessionId);
      if (found?.user.id !== one.userId || found.user.role !== one.role) {
        remove(one);
        one.onOver();
      } else if (question === one.asked) askIn(one, found.leftMs);
    }
  }

  /** A use meanwhile moves the end of a session: at its time the database is asked once more. */
  function askIn(one: Watched, leftMs: number): void {
    clearTimeout(one.timer);
    one.timer = setTimeout(() => void ask([one]), Math.min(Math.max(10, leftMs), longestTimerMs)).unref();
  }

  function remove(one: Watched): void {
    clearTimeout(one.timer);
    const own = people.get(one.userId);
    own?.delete(one);
    if (own?.size === 0) people.delete(one.userId);
  }

  return {
    add(held, onOver) {
      const one: Watched = { ...held, onOver, asked: 0 };
      people.set(one.userId, (people.get(one.userId) ?? new Set()).add(one));
      // Between the request's own look and this line it may have ended.
      void ask([one]);
      return () => remove(one);
    },
    askAgain(userId) {
      if (userId === undefined) void ask([...people.values()].flatMap((set) => [...set]));
      else void ask([...(people.get(userId) ?? [])], true);
    },
  };
}
