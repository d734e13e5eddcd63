import { setTimeout as pause } from "node:timers/promises";

const maxPauseMs = 2_000;

/**
 * Does what an accepted update needs of the database, however long that is away: such an update is not given
 * up, nor overtaken by its chat's next one, for a fault that passes.
 *
 * @param hopeless whether trying again after this error does not help.
 * @throws the work's error when it is hopeless or the process stops.
 */
export async function retryUntilStopped<T>(
  work: () => Promise<T>,
  stop: AbortSignal,
  hopeless: (error: unknown) => boolean = () => false,
): Promise<T> {
  for (let pauseMs = 50; ; pauseMs = Math.min(maxPauseMs, pauseMs * 2)) {
    try {
      return await work();
    } catch (error) {
      if (stop.aborted || hopeless(error)) throw error;
      await pause(pauseMs, undefined, { signal: stop }).catch(() => {});
    }
  }
}
