import { redact } from "../core/log";
import { plainEnglish } from "./plain-english";

/** Most milliseconds a stop may take. */
const stopMs = 25_000;

/**
 * Runs a process from start to stop: SIGTERM and SIGINT stop it cleanly, a second one at once. A parent
 * that started it is told {type: "ready"} when it serves, and its death stops the process too.
 *
 * @param start resolves, when the process serves, to what stops it.
 */
export function runProcess(start: () => Promise<() => Promise<void>>): void {
  let stop: (() => Promise<void>) | undefined;
  let stopping = false;

  const end = (code: number) => {
    if (stopping) process.exit(code || 1);
    stopping = true;
    setTimeout(() => process.exit(1), stopMs).unref();
    Promise.resolve(stop?.()).then(
      () => process.exit(code),
      (error: unknown) => {
        console.error(redact(String(error)));
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", () => end(0));
  process.on("SIGINT", () => end(0));
  process.on("disconnect", () => end(0));
  process.on("unhandledRejection", (error) => {
    console.error(redact(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  });

  start().then(
    (started) => {
      stop = started;
      // A parent that died meanwhile hears nothing; "disconnect" tells us of it.
      process.send?.({ type: "ready" }, undefined, undefined, () => {});
    },
    (error: unknown) => {
      console.error(plainEnglish(error));
      process.exit(1);
    },
  );
}
