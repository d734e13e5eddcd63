import { createHash } from "node:crypto";
import { realpathSync, unlinkSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Who works on a data folder: the whole of Hookline, or one command that started its database. */
export interface LockHolder {
  pid: number;
  purpose: "hookline" | "command";
}

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the data folder for this process, or tells who has it.
 *
 * The lock is a socket that listens: the system closes it the moment its process dies, however it dies,
 * where a file would stay behind. On Linux it has no file at all (an abstract socket).
 */
export async function takeLock(dataDir: string, purpose: LockHolder["purpose"]): Promise<Lock | LockHolder> {
  const place = socketPlace(dataDir);
  for (;;) {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.end(JSON.stringify({ pid: process.pid, purpose } satisfies LockHolder));
    });
    if (await listens(server, place)) {
      server.unref();
      return { release: () => new Promise((resolve) => server.close(() => resolve())) };
    }
    const holder = await ask(place);
    if (holder) return holder;
    if (!place.startsWith("\0")) removeStale(place);
  }
}

export function isLock(taken: Lock | LockHolder): taken is Lock {
  return "release" in taken;
}

function socketPlace(dataDir: string): string {
  const name = `hookline-${createHash("sha256").update(realpathSync(dataDir)).digest("hex").slice(0, 24)}`;
  if (process.platform === "linux") return `\0${name}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

function listens(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) =>
      (error as { code?: unknown }).code === "EADDRINUSE" ? resolve(false) : reject(error),
    );
    server.listen({ path }, () => resolve(true));
  });
}

/** The holder's own words; undefined where nobody answers any more. */
function ask(path: string): Promise<LockHolder | undefined> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect({ path });
    // A holder that is stopped or very busy still is one.
    socket.setTimeout(2_000, () => {
      socket.destroy();
      resolve({ pid: 0, purpose: "hookline" });
    });
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    socket.on("error", () => resolve(undefined));
    socket.on("end", () => resolve(text === "" ? undefined : (JSON.parse(text) as LockHolder)));
  });
}

function removeStale(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Another start removed it first.
  }
}
