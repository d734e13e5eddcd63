const tickMs = 1_000;
/** Every fifth beat is a long one: what is due so seldom waits for one of those. */
const longTickMs = 5_000;

/**
 * Milliseconds until the beat nearest to `since` + `afterMs`; exactly until then where `afterMs` is less than a beat.
 * Beats are a second apart, the same ones for everything in this process: what is done now and then is done
 * together, so a process at rest wakes once a second and not for each thing by itself. Waking costs more than
 * most of what is done then: the processor's caches have forgotten it all.
 *
 * @param since monotonic milliseconds, like `now`.
 */
export function toTick(afterMs: number, since = performance.now(), now = performance.now()): number {
  const due = since + afterMs;
  const grid = afterMs >= longTickMs ? longTickMs : tickMs;
  const at = afterMs < tickMs ? due : Math.round(due / grid) * grid;
  return Math.max(0, Math.ceil(at - now));
}
