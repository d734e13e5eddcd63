import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, readdirSync, realpathSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isLock, type Lock, type LockHolder, takeLock } from "../../lib/data/embedded-lock";
import { temporaryFolder } from "../support/temporary-folder";

/** Somebody else on this machine; ourselves where the tests cannot become anybody else. */
const stranger = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

let base: string;
let dataDir: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  base = await temporaryFolder("lock");
  dataDir = join(base, "data");
  mkdirSync(dataDir, { mode: 0o700 });
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(base, { recursive: true, force: true });
});

const take = (folder = dataDir) => takeLock(folder, "hookline");
const release = (taken: Lock | LockHolder) => (isLock(taken) ? taken.release() : undefined);

/** Another process that is about to take the lock; `go` lets it, and says what came of it. */
async function other(as: { uid?: number; gid?: number } = {}) {
  const script = join(import.meta.dirname, "../support/hold-lock.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, dataDir], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, TSX_DISABLE_CACHE: "1" },
    ...as,
  });
  children.push(child);
  const lines: Interface = createInterface(child.stdout);
  const line = async () => String((await once(lines, "line"))[0]);
  await line();
  return {
    child,
    async go(): Promise<Record<string, unknown>> {
      child.stdin.write("\n");
      return JSON.parse(await line());
    },
  };
}

/** Runs a script as a stranger, and gives what it says. */
async function strangely(script: string): Promise<string> {
  const child = spawn(process.execPath, ["-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
    cwd: "/",
    ...stranger,
  });
  children.push(child);
  return String((await once(child.stdout, "data"))[0]).trim();
}

test("another local user can neither take the lock beforehand nor be its holder, however DATA_DIR is named", async () => {
  // PostgreSQL's user passes through, as where Hookline runs as root.
  chmodSync(dataDir, 0o711);
  const name = `hookline-${createHash("sha256").update(realpathSync(dataDir)).digest("hex").slice(0, 24)}`;
  // What a lock outside of the folder would be called is taken by somebody who says to be Hookline.
  const texts = JSON.stringify({ pid: 1, purpose: "hookline" });
  const squat = `const { createServer } = require("node:net");
    const server = createServer((socket) => socket.end(${JSON.stringify(texts)}));
    server.listen({ path: ${JSON.stringify(`\0${name}`)} }, () => console.log("taken"));`;
  expect(await strangely(squat)).toBe("taken");
  const lock = await take();
  expect(isLock(lock)).toBe(true);
  if (stranger.uid !== undefined) {
    const place = join(dataDir, "lock");
    const attempts = `const fs = require("node:fs"), net = require("node:net");
      const code = (work) => { try { work(); return "done"; } catch (error) { return error.code; } };
      const told = [code(() => fs.readdirSync(${JSON.stringify(place)})), code(() => fs.unlinkSync(${JSON.stringify(join(place, "1"))}))];
      const socket = net.connect(${JSON.stringify(join(place, "1"))});
      socket.on("connect", () => console.log("connected")).on("error", ({ code }) => {
        net.createServer().on("error", (error) => console.log([...told, code, error.code].join()))
          .listen({ path: ${JSON.stringify(join(place, "2"))} }, () => console.log("listens"));
      });`;
    expect(await strangely(attempts)).toBe("EACCES,EACCES,EACCES,EACCES");
  }
  expect(await take()).toEqual({ pid: process.pid, purpose: "hookline" });
  await release(lock);
});

test("the lock is in the folder, for its owner alone", async () => {
  const lock = await take();
  expect(statSync(join(dataDir, "lock")).mode & 0o777).toBe(0o700);
  expect(readdirSync(join(dataDir, "lock"))).toEqual(["1"]);
  expect(statSync(join(dataDir, "lock", "1")).mode & 0o777).toBe(0o600);
  await release(lock);
});

test("the lock goes with its process, however that ends, and stays with one that is stopped", async () => {
  const holder = await other();
  const pid = holder.child.pid;
  expect(await holder.go()).toEqual({ mine: pid });
  expect(await take()).toEqual({ pid, purpose: "hookline" });
  holder.child.kill("SIGSTOP");
  expect(isLock(await take())).toBe(false);
  holder.child.kill("SIGKILL");
  await once(holder.child, "exit");
  const lock = await take();
  expect(isLock(lock)).toBe(true);
  await release(lock);
});

test("of many that start at once over a dead one's lock, one gets it", async () => {
  const dead = await other();
  await dead.go();
  dead.child.kill("SIGKILL");
  await once(dead.child, "exit");
  const starters = await Promise.all(Array.from({ length: 5 }, () => other()));
  const outcomes = await Promise.all(starters.map((starter) => starter.go()));
  const winners = outcomes.flatMap(({ mine }) => mine ?? []);
  expect(winners).toHaveLength(1);
  const told = outcomes.flatMap(({ pid }) => pid ?? []);
  expect(told).toEqual(Array.from({ length: 4 }, () => winners[0]));
});

test("rounds of starts at once: one has it each time, and nothing is left behind but the last number", async () => {
  for (let round = 1; round <= 100; round++) {
    const taken = await Promise.all(Array.from({ length: 6 }, () => take()));
    expect(taken.filter(isLock)).toHaveLength(1);
    await Promise.all(taken.map(release));
  }
  expect(readdirSync(join(dataDir, "lock"))).toHaveLength(1);
});

test("a path of hundreds of bytes has a lock too", async () => {
  const deep = join(dataDir, "d".repeat(200), "e".repeat(200));
  mkdirSync(deep, { recursive: true });
  const lock = await take(deep);
  expect(isLock(lock)).toBe(true);
  expect(await take(deep)).toEqual({ pid: process.pid, purpose: "hookline" });
  await release(lock);
  // Nothing was made beside it under a name that was cut off.
  expect(readdirSync(join(dataDir, "d".repeat(200)))).toEqual(["e".repeat(200)]);
});

test("a command of root's does not keep the folder's owner out, before or after its end", async () => {
  if (stranger.uid !== undefined) chownSync(dataDir, stranger.uid, stranger.gid);
  const lock = await take();
  const during = await other(stranger);
  expect(await during.go()).toEqual({ pid: process.pid, purpose: "hookline" });
  await release(lock);
  const after = await other(stranger);
  expect(await after.go()).toEqual({ mine: after.child.pid });
});

test("a folder of somebody else's is refused in a sentence", async () => {
  if (stranger.uid === undefined) chmodSync(dataDir, 0o500);
  const outsider = await other(stranger);
  expect(await outsider.go()).toEqual({
    error: expect.stringMatching(/^EmbeddedError: .* belongs to another user: start Hookline as the user/),
  });
});
