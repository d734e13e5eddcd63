import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LoadPlan, LoadResult } from "./load/plan";

export const repository = join(import.meta.dirname, "../..");

/** A process that the benchmark started. */
export interface Child {
  pid: number;
  process: ChildProcess;
  /** The first message it sent. */
  hello: unknown;
  stop(): Promise<void>;
}

export interface ChildOptions {
  env?: Record<string, string>;
  /** Its standard output goes to this file, as an operator's log would. */
  log: string;
}

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts node with these arguments; resolves at its first IPC message. */
export async function startNode(args: readonly string[], options: ChildOptions): Promise<Child> {
  const out = openSync(options.log, "a");
  const child = spawn(process.execPath, args, {
    cwd: repository,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production", ...options.env },
    stdio: ["ignore", out, out, "ipc"],
  });
  closeSync(out);
  running.add(child);
  const exited = once(child, "exit").then(() => void running.delete(child));
  const hello = await Promise.race([
    once(child, "message").then(([message]) => message as unknown),
    exited.then(() => {
      throw new Error(`${args.join(" ")} ended:\n${readFileSync(options.log, "utf8").slice(-2_000)}`);
    }),
  ]);
  return {
    pid: child.pid ?? 0,
    process: child,
    hello,
    async stop() {
      child.kill("SIGTERM");
      const force = setTimeout(() => child.kill("SIGKILL"), 20_000);
      await exited;
      clearTimeout(force);
    },
  };
}

/** A process that generates load, for any number of runs one after another. */
export interface Load {
  run(plan: LoadPlan): Promise<LoadResult>;
  stop(): Promise<void>;
}

export async function startLoad(log: string): Promise<Load> {
  const child = await startNode(["--import", "tsx", join(import.meta.dirname, "load/main.ts")], { log });
  const ended = once(child.process, "exit").then(() => {
    throw new Error("the load generator ended");
  });
  ended.catch(() => {});
  return {
    async run(plan) {
      child.process.send(plan);
      const [result] = (await Promise.race([once(child.process, "message"), ended])) as [LoadResult];
      return result;
    },
    stop: () => child.stop(),
  };
}
