import { execFileSync } from "node:child_process";
import { newCluster } from "../support/postgres";

/** A PostgreSQL that can be killed as a power cut would, and started again on the same data and port. */
export interface KillablePostgres {
  /** Address of the server's `postgres` database, as a superuser. */
  url: string;
  /** kill -9 of the postmaster and all its children. */
  kill(): Promise<void>;
  /** Ends it as its operator would: every connection is told so, and closed. */
  shutDown(): Promise<void>;
  /** Starts it again; resolves when it has recovered and answers. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** fsync and synchronous_commit stay on: a commit that was answered has to survive the kill. */
const settings = {
  max_connections: "1500",
  shared_buffers: "64MB",
  max_wal_size: "512MB",
  io_method: "sync",
  jit: "off",
  log_min_messages: "fatal",
};

/** @param more settings in the place of the usual ones, where nothing that is counted has to survive. */
export async function startKillablePostgres(
  more: Readonly<Record<string, string>> = {},
): Promise<KillablePostgres> {
  const { url, start, remove } = await newCluster({ ...settings, ...more });
  let server = await start();
  return {
    url,
    async kill() {
      const { pid } = server.child;
      if (pid === undefined) return;
      // Frozen first, so that it can neither start another child nor clean up behind a dead one.
      process.kill(pid, "SIGSTOP");
      for (const child of [...childrenOf(pid), pid]) end(child);
      await server.ended;
    },
    async shutDown() {
      await server.stop();
    },
    async restart() {
      server = await start();
    },
    async stop() {
      await server.stop();
      await remove();
    },
  };
}

function childrenOf(pid: number): number[] {
  const listed = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  return listed
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

let shared: Promise<KillablePostgres> | undefined;

/** One for all scenarios that leave it alone. */
export function sharedPostgres(): Promise<KillablePostgres> {
  shared ??= startKillablePostgres();
  return shared;
}

export async function stopSharedPostgres(): Promise<void> {
  const server = await shared;
  shared = undefined;
  await server?.stop();
}
