import { readFileSync } from "node:fs";

/** This thread's processor time so far, in milliseconds; it stands still while others have the core. */
function threadMs(): number {
  if (process.platform !== "linux") return performance.now();
  return Number(readFileSync("/proc/thread-self/schedstat", "latin1").split(" ", 1)[0]) / 1e6;
}

/** The least processor time of three runs: the first compiles, another collects garbage. */
export function processorMs(work: () => void): number {
  const runs = [1, 2, 3].map(() => {
    const before = threadMs();
    work();
    return threadMs() - before;
  });
  return Math.min(...runs);
}

/**
 * Runs something while this thread takes turns, and tells the most processor time that one turn took: how long whoever
 * else it works for could not be heard.
 */
export async function longestTurn<T>(work: () => Promise<T>): Promise<{ value: T; longestMs: number }> {
  let longestMs = 0;
  let before = threadMs();
  let running = true;
  const turn = () => {
    const now = threadMs();
    longestMs = Math.max(longestMs, now - before);
    before = now;
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  const value = await work();
  turn();
  running = false;
  return { value, longestMs };
}
