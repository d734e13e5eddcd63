import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "../../lib/core/ports";
import { withConnection } from "../../lib/data/connections";
import { runningDatabase } from "../../lib/data/embedded-record";
import { temporaryFolder } from "../support/temporary-folder";

const program = resolve(import.meta.dirname, "../../lib/process/start.mjs");
let base: string;
let env: Record<string, string>;
const started: ChildProcess[] = [];

beforeEach(async () => {
  base = await temporaryFolder("start");
  env = {
    DATA_DIR: join(base, "data"),
    PORT: String(await freePort()),
    SIDECAR_PORT: String(await freePort()),
    TELEGRAM_API_ROOT: "http://127.0.0.1:1",
    LOG_LEVEL: "fatal",
  };
});
afterEach(async () => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill("SIGKILL");
  await rm(base, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
});

function start() {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...env },
  });
  started.push(child);
  let said = "";
  const ended = once(child, "close") as Promise<[number | null]>;
  const saying = async (texts: RegExp) => {
    while (!texts.test(said)) {
      const more = await Promise.race([once(child.stdout, "data"), ended.then(() => undefined)]);
      if (more === undefined && !texts.test(said))
        throw new Error(`It ended without "${texts.source}": ${said}`);
    }
    return said;
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  return { child, saying, ended, said: () => said };
}

const health = () => fetch(`http://127.0.0.1:${env.PORT}/api/health`);

/** Processes that a process started, and those that they started. */
function descendantsOf(pid: number): number[] {
  const listed = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    listed.flatMap(([id = 0, of]) => (of === parent ? [id, ...below(id)] : []));
  return below(pid);
}

/** What a process was started with, as whoever may look into it sees it. */
async function environmentOf(pid: number): Promise<{ command: string; variables: Record<string, string> }> {
  const [command = "", environment = ""] = await Promise.all(
    ["cmdline", "environ"].map((file) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "")),
  );
  const entries = environment.split("\0").filter((entry) => entry !== "");
  return {
    command: command.replaceAll("\0", " "),
    variables: Object.fromEntries(
      entries.map((entry) => [entry.split("=", 1)[0], entry.slice(entry.indexOf("=") + 1)]),
    ),
  };
}

describe("npm start", () => {
  it("brings everything up, prints the address and the first admin's link, and stops all of it at SIGTERM", async () => {
    const { child, saying, ended } = start();
    const said = await saying(/first admin here.*\n/);
    expect(said).toContain(`Hookline is up at http://localhost:${env.PORT}`);
    expect(said).toMatch(new RegExp(`http://localhost:${env.PORT}/setup\\?token=[A-Za-z0-9_-]{20,}`));
    expect((await health()).status).toBe(200);
    child.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
    await expect(health()).rejects.toThrow();
    expect(await runningDatabase(env.DATA_DIR ?? "")).toBeUndefined();
  });

  it("makes the admin that the environment names, and then prints no link", async () => {
    env.ADMIN_EMAIL = "admin@example.org";
    env.ADMIN_PASSWORD = "correct horse battery";
    const { child, saying, ended } = start();
    expect(await saying(/is up at .*\n/)).not.toContain("first admin");
    child.kill("SIGINT");
    expect(await ended).toEqual([0, null]);
  });

  it("gives each process that it starts what that one needs, and none of them the admin's password", async () => {
    env.WEB_CONCURRENCY = "2";
    env.ADMIN_EMAIL = "admin@example.org";
    env.ADMIN_PASSWORD = "correct horse battery";
    env.MAIN_BOT_TOKEN = "1:main-bot-token";
    env.HOOKLINE_PASSWORD = "another password";
    env.SECRET_OF_ANOTHER_PROGRAM = "not ours";
    env.PGAPPNAME = "told to every client";
    const { child, saying, ended } = start();
    await saying(/is up at .*\n/);
    const url = (await runningDatabase(env.DATA_DIR ?? "")) ?? "";
    const { rows } = await withConnection({ connectionString: url }, (client) =>
      client.query("SELECT email, role FROM users"),
    );
    expect(rows).toEqual([{ email: "admin@example.org", role: "admin" }]);

    const found = await Promise.all(descendantsOf(child.pid ?? 0).map(environmentOf));
    const programs = (pattern: RegExp) => found.filter(({ command }) => pattern.test(command));
    // The first of web, its two workers, and the pages of each worker.
    expect(programs(/web\.js/)).toHaveLength(3);
    expect(programs(/pages\.js/)).toHaveLength(2);
    expect(programs(/sidecar\.js/)).toHaveLength(1);
    expect(programs(/bin\/postgres /)).toHaveLength(1);
    expect(programs(/hookline-watchdog/)).toHaveLength(1);
    for (const { command, variables } of found) {
      const kept = [
        "ADMIN_EMAIL",
        "ADMIN_PASSWORD",
        "HOOKLINE_PASSWORD",
        "MAIN_BOT_TOKEN",
        "SECRET_OF_ANOTHER_PROGRAM",
      ];
      expect(
        Object.keys(variables).filter((name) => kept.includes(name)),
        command,
      ).toEqual([]);
      expect(Object.values(variables).join("\n"), command).not.toMatch(
        /correct horse|another password|main-bot-token/,
      );
      if (/(?:web|pages|sidecar)\.js/.test(command)) {
        expect(variables, command).toMatchObject({ DATABASE_URL: url, PGAPPNAME: "told to every client" });
      } else {
        // PostgreSQL's own children write their title where the system keeps the variables.
        expect(["LC_ALL", "NODE_ENV", "PATH", "TZ"], command).toEqual(
          expect.arrayContaining(Object.keys(variables)),
        );
      }
    }
    child.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
  });

  it("leaves nothing running when it is killed, and starts again on the same data", async () => {
    const first = start();
    await first.saying(/first admin here.*\n/);
    first.child.kill("SIGKILL");
    await first.ended;
    await expect
      .poll(
        () =>
          health().then(
            () => "up",
            () => "gone",
          ),
        { timeout: 20_000 },
      )
      .toBe("gone");
    const again = start();
    await again.saying(/first admin here.*\n/);
    expect((await health()).status).toBe(200);
    again.child.kill("SIGTERM");
    expect(await again.ended).toEqual([0, null]);
  });

  it("names PORT when another program has it, and makes nothing", async () => {
    const squatter = createServer();
    await new Promise<void>((listening) => squatter.listen(Number(env.PORT), listening));
    const { ended, said } = start();
    expect(await ended).toEqual([1, null]);
    expect(said()).toMatch(/(?:^|\n)Port \d+ is in use by another program: set PORT to a free one\.\n$/);
    squatter.close();
  });

  it("says what is wrong with the configuration, without a stack", async () => {
    env.SIGNUP = "perhaps";
    const { ended, said } = start();
    expect(await ended).toEqual([1, null]);
    expect(said()).toMatch(/(?:^|\n)SIGNUP must be open, invite or closed\.\n$/);
  });
});
