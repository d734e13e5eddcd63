// @ts-check
// What a matching thread and the process it belongs to both know.
import { readFileSync } from "node:fs";

/** Places in the memory that both see, all numbers of the job under way. */
export const at = {
  /** The expression at work; which of them took longest so far, and how long, in milliseconds of processor time. */
  current: 0,
  slowest: 1,
  slowestMs: 2,
  /** The same of all expressions before the one at work. */
  spentMs: 3,
  /** A value of `Phase`. */
  phase: 4,
  /** The thread's clock when the job began; 0 until then. */
  since: 5,
  /** And when matching began, where compiling before it took long; else 0. */
  matchingSince: 6,
  fields: 8,
};

/** How far a job is. */
export const Phase = { compiling: 0, matching: 1, done: 2 };

/** What became of one expression. */
export const Outcome = { unread: 0, absent: 1, found: 2, faulty: 3 };

/**
 * A thread's own processor time, in milliseconds; of a thread that is kept waiting it stands still. Linux tells it in
 * /proc, of any thread of the process and whatever Node's version; `process.threadCpuUsage` (Node 23.9) and
 * `worker.cpuUsage` (Node 24.6) came later. Elsewhere a quarter of the time that passes stands for it.
 *
 * @param {string | undefined} thread Linux's number of the thread.
 * @returns {() => number}
 */
export function threadClock(thread) {
  const elapsed = () => Number(process.hrtime.bigint() / 1_000n) / 4_000;
  if (thread === undefined) return elapsed;
  const file = `/proc/self/task/${thread}/schedstat`;
  const read = () => Number(readFileSync(file, "latin1").split(" ", 1)[0]) / 1e6;
  try {
    return read() > 0 ? read : elapsed;
  } catch {
    return elapsed;
  }
}
