import { type ChildProcess, fork } from "node:child_process";
import { childEnvironment } from "./child-environment";
import { nodeFlags } from "./node-flags.mjs";
import { ExpectedFailure } from "./plain-english";

export interface ChildOptions {
  name: string;
  /** The program, absolute. */
  script: string;
  args?: readonly string[];
  /** What is there; it is given of it what it needs. */
  env: Readonly<Record<string, string | undefined>>;
  /** Takes sentences for the operator. */
  log: (sentence: string) => void;
  /** Ctrl-C in a terminal reaches it as it reaches us. Else it leads a group of its own. */
  sameGroup?: boolean;
}

export interface Child {
  /** Resolves when it serves; rejects when it ends before it ever did. */
  readonly ready: Promise<void>;
  /** Ends it cleanly, by force after 15 seconds. */
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

const graceMs = 15_000;
const longestPauseMs = 10_000;
/** A child that served for this long starts over with a short pause. */
const stableMs = 60_000;

/**
 * Keeps a process running: one that dies is started again, after a pause that doubles from 250 ms to 10 s
 * while it keeps dying. It leads a group of its own where not told otherwise, so that Ctrl-C reaches us alone and
 * we stop things in order; should we die, the closed channel tells it to stop.
 */
export function startChild(options: ChildOptions): Child {
  const { name, script, args = [], env, log, sameGroup = false } = options;
  let current: ChildProcess | undefined;
  let stopping = false;
  let everReady = false;
  let wake = () => {};

  const run = () =>
    new Promise<{ how: string; servedMs: number }>((resolve) => {
      let readyAt: number | undefined;
      const child = fork(script, [...args], {
        env: { ...childEnvironment("serving", env), NODE_ENV: "production" },
        execArgv: nodeFlags(name),
        detached: !sameGroup,
      });
      current = child;
      child.on("message", (message) => {
        if ((message as { type?: unknown } | null)?.type !== "ready") return;
        readyAt = Date.now();
        if (everReady) log(`The ${name} process is back.`);
        everReady = true;
        whenReady();
      });
      child.once("error", (error) => resolve({ how: error.message, servedMs: 0 }));
      child.once("exit", (code, signal) => {
        resolve({
          how: signal ?? `exit code ${code}`,
          servedMs: readyAt === undefined ? 0 : Date.now() - readyAt,
        });
      });
    });

  let whenReady = () => {};
  let whenFailed = (_error: Error) => {};
  const ready = new Promise<void>((resolve, reject) => {
    whenReady = resolve;
    whenFailed = reject;
  });

  const life = (async () => {
    for (let deaths = 0; ; ) {
      const { how, servedMs } = await run();
      if (stopping) return;
      if (!everReady) {
        whenFailed(new ExpectedFailure(`The ${name} process did not start (${how}).`));
        return;
      }
      deaths = servedMs >= stableMs ? 0 : deaths + 1;
      log(`The ${name} process ended (${how}) and is started again.`);
      const pauseMs = Math.min(250 * 2 ** Math.max(0, deaths - 1), longestPauseMs);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      if (stopping) return;
    }
  })();

  return {
    ready,
    async stop() {
      stopping = true;
      wake();
      current?.kill("SIGTERM");
      const force = setTimeout(() => current?.kill("SIGKILL"), graceMs);
      await life;
      clearTimeout(force);
    },
    kill() {
      stopping = true;
      current?.kill("SIGKILL");
    },
  };
}
