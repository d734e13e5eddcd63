import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { EmbeddedError, foreign } from "./embedded-error";

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
 * The lock is a socket that listens: the system closes it the moment its process dies, however it dies, where a
 * file would stay behind. It lies in DATA_DIR/lock, which is its owner's alone (0700): no other user can take it
 * or speak for its holder.
 *
 * The sockets' names are numbers. The highest one counts: it is held where somebody answers at it, and is never
 * removed, not even by its holder. Who finds nobody there makes the next number, which the system gives to one alone,
 * and then looks again: a number that was outrun meanwhile does not count.
 *
 * @throws EmbeddedError where the folder is another user's, or holds no sockets.
 */
export async function takeLock(dataDir: string, purpose: LockHolder["purpose"]): Promise<Lock | LockHolder> {
  let folder: Folder | undefined;
  let taken: Lock | LockHolder | undefined;
  try {
    folder = openFolder(dataDir);
    while (!taken) {
      const number = folder.highest();
      const holder = number > 0 ? await ask(folder.path(number)) : undefined;
      taken = holder ?? (await claim(folder, number + 1, purpose));
    }
    return taken;
  } catch (error) {
    throw faultOf(error, dataDir) ?? error;
  } finally {
    if (!taken || !isLock(taken)) folder?.close();
  }
}

export function isLock(taken: Lock | LockHolder): taken is Lock {
  return "release" in taken;
}

interface Folder {
  path(name: string | number): string;
  names(): string[];
  /** 0 where there is none yet. */
  highest(): number;
  /** Gives what root made to the folder's owner, whose starts have to reach it. */
  own(path: string): void;
  close(): void;
}

/** Most bytes of a socket's path, on the system that takes least. */
const longestPath = 103;

/** DATA_DIR may be longer than a socket's path: on Linux the folder is reached through our own descriptor of it. */
function openFolder(dataDir: string): Folder {
  const place = join(dataDir, "lock");
  const { uid, gid } = statSync(dataDir);
  const own = (path: string) => {
    if (process.getuid?.() === 0) chownSync(path, uid, gid);
  };
  if (mkdirSync(place, { recursive: true, mode: 0o700 })) own(place);
  const descriptor = process.platform === "linux" ? openSync(place, "r") : undefined;
  const base = descriptor === undefined ? place : `/proc/self/fd/${descriptor}`;
  const names = () => readdirSync(place);
  return {
    path(name) {
      const path = join(base, String(name));
      if (Buffer.byteLength(path) <= longestPath) return path;
      throw new EmbeddedError(`The path ${dataDir} is too long for a lock: set a shorter DATA_DIR.`);
    },
    names,
    highest: () =>
      Math.max(
        0,
        ...names()
          .filter((name) => /^\d+$/.test(name))
          .map(Number),
      ),
    own,
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
    },
  };
}

/** Undefined where another start was faster. */
async function claim(
  folder: Folder,
  number: number,
  purpose: LockHolder["purpose"],
): Promise<Lock | undefined> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.end(JSON.stringify({ pid: process.pid, purpose } satisfies LockHolder));
  });
  const close = () => new Promise<void>((closed) => server.close(() => closed()));
  // It listens before it has its number: one at which nobody answers is a dead one's.
  const draft = folder.path(`draft-${randomBytes(8).toString("hex")}`);
  await listen(server, draft);
  try {
    chmodSync(draft, 0o600);
    folder.own(draft);
    linkSync(draft, folder.path(number));
  } catch (error) {
    await close();
    // The number is another's, who may have tidied our draft away.
    if (["EEXIST", "ENOENT"].includes((error as { code?: string }).code ?? "")) return undefined;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  if (folder.highest() !== number) {
    await close();
    return undefined;
  }
  for (const name of folder.names()) if (name !== String(number)) rmSync(folder.path(name), { force: true });
  server.unref();
  return {
    async release() {
      await close();
      folder.close();
    },
  };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen({ path }, resolve);
  });
}

/** Nobody listens any more, or the socket is gone. */
const dead = ["ECONNREFUSED", "ECONNRESET", "ENOENT"];

/** The holder's own words; undefined where nobody answers any more. */
function ask(path: string): Promise<LockHolder | undefined> {
  return new Promise((resolve, reject) => {
    // One that is stopped, very busy or short of files still holds it.
    const mute: LockHolder = { pid: 0, purpose: "hookline" };
    let text = "";
    const socket = connect({ path });
    socket.setTimeout(2_000, () => {
      socket.destroy();
      resolve(mute);
    });
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (dead.includes(error.code ?? "")) resolve(undefined);
      else if (error.code === "EAGAIN") resolve(mute);
      else reject(error);
    });
    socket.on("end", () => resolve(text === "" ? mute : (JSON.parse(text) as LockHolder)));
  });
}

function faultOf(error: unknown, dataDir: string): EmbeddedError | undefined {
  const { code } = error as { code?: string };
  if (code === "EACCES") return foreign(dataDir);
  if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(code ?? "")) return undefined;
  return new EmbeddedError(
    `The file system of ${dataDir} takes no sockets (${code}): set a DATA_DIR on a disk of this machine.`,
  );
}
