import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkServer } from "../../lib/data/check-server";
import { withConnection } from "../../lib/data/connections";
import { startEmbedded } from "../../lib/data/embedded";
import { readRecord, runningDatabase } from "../../lib/data/embedded-record";
import { temporaryFolder } from "../support/temporary-folder";

const log = () => {};
let base: string;
let dataDir: string;

beforeEach(async () => {
  base = await temporaryFolder("embedded");
  dataDir = join(base, "data");
});
afterEach(() => rm(base, { recursive: true, force: true }));

const query = (url: string, sql: string): Promise<Record<string, unknown>[]> =>
  withConnection({ connectionString: url }, async (client) => (await client.query(sql)).rows);

async function eventually<T>(probe: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** The postmaster's process id. */
async function postmaster(): Promise<number> {
  return Number((await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8")).split("\n")[0]);
}

/** Starts another process on the folder and gives the first line that `pick` wants. */
async function other(pick: "url" | "error"): Promise<{ child: ChildProcess; said: string }> {
  const script = join(import.meta.dirname, "..", "support", "run-embedded.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface(child.stdout)) {
    const said = JSON.parse(line) as Record<string, string>;
    if (said[pick] !== undefined) return { child, said: said[pick] };
  }
  throw new Error("The other process ended without a word.");
}

describe("the embedded database", () => {
  it("keeps its data, port and password from one start to the next, and its secrets to itself", async () => {
    const first = await startEmbedded({ dataDir, log });
    await query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
    const listening = await query(
      first.url,
      "SELECT current_setting('listen_addresses') AS on, current_setting('fsync') AS fsync",
    );
    expect(listening).toEqual([{ on: "127.0.0.1", fsync: "on" }]);
    expect(await runningDatabase(dataDir)).toBe(first.url);
    await first.stop();
    expect(await runningDatabase(dataDir)).toBeUndefined();
    const second = await startEmbedded({ dataDir, log });
    expect(second).toMatchObject({ url: first.url, adopted: false });
    expect(await query(second.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    await second.stop();
    expect((await stat(join(dataDir, "embedded.json"))).mode & 0o777).toBe(0o600);
    expect((await stat(dataDir)).mode & 0o066).toBe(0);
  });

  it("refuses a second start in one sentence, and lets the first go on", async () => {
    const first = await startEmbedded({ dataDir, log });
    const { child, said } = await other("error");
    expect(said).toMatch(new RegExp(`^Hookline already runs on .*process ${process.pid}.*DATA_DIR\\.$`));
    child.kill("SIGKILL");
    expect(await query(first.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await first.stop();
  });

  it("lets one of two simultaneous first starts win", async () => {
    const outcomes = await Promise.allSettled([
      startEmbedded({ dataDir, log }),
      startEmbedded({ dataDir, log }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    for (const outcome of outcomes) if (outcome.status === "fulfilled") await outcome.value.stop();
  });

  it("is there again after its owner was killed, and the killed owner's server is gone", async () => {
    const { child, said: url } = await other("url");
    await query(url, "CREATE TABLE kept AS SELECT 1 AS one");
    const pid = await postmaster();
    child.kill("SIGKILL");
    const again = await startEmbedded({ dataDir, log });
    expect(again.url).toBe(url);
    expect(await postmaster()).not.toBe(pid);
    expect(await query(again.url, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
    await again.stop();
  });

  it("starts over a postmaster.pid that a reboot left behind", async () => {
    const first = await startEmbedded({ dataDir, log });
    const file = join(dataDir, "postgres", "postmaster.pid");
    const left = await readFile(file, "utf8");
    await first.stop();
    await writeFile(file, left.replace(/^\d+/, "1"));
    const again = await startEmbedded({ dataDir, log });
    expect(await query(again.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await again.stop();
  });

  it("comes back on the same port when its postmaster is killed", async () => {
    const said: string[] = [];
    const running = await startEmbedded({ dataDir, log: (sentence) => said.push(sentence) });
    const pid = await postmaster();
    process.kill(pid, "SIGKILL");
    await eventually(async () => {
      expect(await postmaster()).not.toBe(pid);
      expect(await query(running.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    });
    await running.stop();
    expect(said).toContain("PostgreSQL ended by itself and is started again.");
  });

  it("moves to a free port when another program has taken its own", async () => {
    const first = await startEmbedded({ dataDir, log });
    await first.stop();
    const { port } = new URL(first.url);
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(Number(port), "127.0.0.1", resolve));
    const again = await startEmbedded({ dataDir, log });
    expect(again.url).not.toBe(first.url);
    expect(String((await readRecord(dataDir))?.port)).toBe(new URL(again.url).port);
    await again.stop();
    squatter.close();
  });

  it("makes the cluster anew when the first start was broken off in the middle", async () => {
    const first = await startEmbedded({ dataDir, log });
    await first.stop();
    await rm(join(dataDir, "postgres"), { recursive: true });
    await mkdir(join(dataDir, "postgres.new"));
    await writeFile(join(dataDir, "postgres.new", "half"), "");
    const again = await startEmbedded({ dataDir, log });
    expect(await query(again.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await again.stop();
  });

  it("says which file is missing rather than making a second database", async () => {
    const first = await startEmbedded({ dataDir, log });
    await first.stop();
    await rm(join(dataDir, "embedded.json"));
    await expect(startEmbedded({ dataDir, log })).rejects.toThrow(/embedded\.json is missing/);
  });
});

describe("a database of one's own", () => {
  it("is looked at before anything starts, and faults name the place but no password", async () => {
    const url = process.env.HOOKLINE_TEST_PG ?? "";
    expect(await checkServer(url)).toBeUndefined();
    const wrong = new URL(url);
    wrong.password = "not-the-password";
    expect(await checkServer(wrong.href)).toMatch(/refuses the user hookline or its password/);
    const absent = new URL(url);
    absent.pathname = "/no_such_database";
    expect(await checkServer(absent.href)).toMatch(/has no database no_such_database/);
    expect(await checkServer("postgresql://me:secret@127.0.0.1:1/x")).toBe(
      "DATABASE_URL: no PostgreSQL answers at 127.0.0.1:1 (ECONNREFUSED).",
    );
  });
});
