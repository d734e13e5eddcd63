/**
 * Calls `stop` once at SIGINT, SIGTERM or SIGHUP, and `force` at a second signal. npm passes on the Ctrl-C
 * that the terminal has sent to us as well: signals within a second of the first are the same one.
 */
export function onStopSignal(stop: () => void, force: () => void): void {
  let first: number | undefined;
  const heard = () => {
    const now = performance.now();
    if (first === undefined) {
      first = now;
      stop();
    } else if (now - first > 1_000) force();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, heard);
}
