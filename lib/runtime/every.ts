import type { Logger } from "../core/log";
import { toTick } from "../core/tick";

/**
 * Runs a task once in every period, or as soon as the last run has ended where that takes longer; a failure
 * is logged and changes nothing.
 *
 * @returns a function that ends it and resolves when the task under way is through.
 */
export function every(
  periodMs: number,
  task: () => Promise<unknown>,
  log: Logger,
  name: string,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let ended = false;
  const next = (since: number) => {
    if (ended) return;
    timer = setTimeout(
      () => {
        const began = performance.now();
        running = task()
          .then(
            () => {},
            (error: unknown) => log.warn({ err: error }, `${name}: failed, trying again`),
          )
          .then(() => next(began));
      },
      Math.max(10, toTick(periodMs, since)),
    );
  };
  next(performance.now());
  return async () => {
    ended = true;
    clearTimeout(timer);
    await running;
  };
}
