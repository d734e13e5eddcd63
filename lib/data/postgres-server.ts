import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmod, chown, mkdir, open, readFile, rm } from "node:fs/promises";
import type { Socket } from "node:net";
import { join } from "node:path";
import { withConnection } from "./connections";
import { EmbeddedError } from "./embedded-error";
import { bareEnvironment, type Identity, type PostgresProgram } from "./postgres-program";

export interface ServerOptions {
  program: PostgresProgram;
  identity: Identity;
  /** Absolute path of the cluster. */
  folder: string;
  port: number;
  settings: Readonly<Record<string, string>>;
  /** A folder to remove once the server is gone because we died. For tests. */
  disposable?: string;
}

export interface Server {
  readonly child: ChildProcess;
  /** Resolves when the postmaster has ended, with the last lines it said. */
  readonly ended: Promise<string>;
  /** Ends it: "fast" breaks off connections and writes a checkpoint. */
  stop(): Promise<void>;
  /** Lets our process end while the server runs; the watchdog then ends it. */
  unref(): void;
}

const databaseRole = "hookline";

/** The address of a database on an embedded server. */
export function embeddedUrl(port: number, password: string, database: string): string {
  return `postgresql://${databaseRole}:${password}@127.0.0.1:${port}/${database}`;
}

const runAs = ({ uid, gid }: Identity) => ({
  ...(uid === undefined || gid === undefined ? {} : { uid, gid }),
  cwd: "/",
  env: bareEnvironment(),
  detached: true,
});

/**
 * Makes an empty cluster in `folder`. Its order of texts is PostgreSQL's own C.UTF-8, which no update
 * of the system's libraries can change under an index.
 */
export async function initCluster(options: {
  program: PostgresProgram;
  identity: Identity;
  folder: string;
  password: string;
}): Promise<void> {
  const { program, identity, folder, password } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const passwordFile = `${folder}.password`;
  const file = await open(passwordFile, "w", 0o600);
  await file.writeFile(`${password}\n`);
  await file.close();
  if (identity.uid !== undefined && identity.gid !== undefined) {
    await chown(folder, identity.uid, identity.gid);
    await chown(passwordFile, identity.uid, identity.gid);
  }
  const args = [
    `--pgdata=${folder}`,
    `--username=${databaseRole}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--no-instructions",
  ];
  try {
    const child = spawn(program.initdb, args, {
      ...runAs(identity),
      stdio: ["ignore", "ignore", "pipe"],
    });
    const said = lastLines(child);
    const code = await new Promise<number | null>((resolve, reject) =>
      child.once("error", reject).once("close", resolve),
    );
    if (code !== 0) throw new EmbeddedError(`PostgreSQL could not make its data folder ${folder}: ${said()}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/**
 * Starts a postmaster and returns at once; `waitUntilReady` says when it serves. It leads a process
 * group of its own, so that Ctrl-C reaches us first and we stop things in order; and a watchdog ends it
 * should we die by kill -9.
 */
export function spawnServer(options: ServerOptions): Server {
  const { program, identity, folder, port } = options;
  const settings = { ...options.settings, listen_addresses: "127.0.0.1", unix_socket_directories: "" };
  const args = ["-D", folder, "-p", String(port)];
  for (const [name, value] of Object.entries(settings)) args.push("-c", `${name}=${value}`);
  const child = spawn(program.postgres, args, {
    ...runAs(identity),
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said = lastLines(child);
  const watchdog = watch(child.pid, options.disposable);
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", () => resolve(said()));
  }).finally(() => watchdog.kill("SIGKILL"));
  return {
    child,
    ended,
    async stop() {
      await endProcess((signal) => child.kill(signal), ended);
    },
    unref() {
      child.unref();
      (child.stderr as Socket | null)?.unref();
    },
  };
}

/** Fast shutdown, then immediate, then by force: 10 and 5 seconds apart. */
async function endProcess(kill: (signal: NodeJS.Signals) => void, ended: Promise<unknown>): Promise<void> {
  const steps = [
    { signal: "SIGINT", waitMs: 10_000 },
    { signal: "SIGQUIT", waitMs: 5_000 },
    { signal: "SIGKILL", waitMs: 5_000 },
  ] as const;
  for (const { signal, waitMs } of steps) {
    kill(signal);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<"late">((resolve) => {
      timer = setTimeout(resolve, waitMs, "late");
    });
    const outcome = await Promise.race([ended, late]);
    clearTimeout(timer);
    if (outcome !== "late") return;
  }
}

/** A shell that lives while our end of its pipe does, then stops the postmaster as we would have. */
function watch(pid: number | undefined, disposable: string | undefined): ChildProcess {
  const script = [
    "while read -r _; do :; done",
    // The processes that work on the database hear of our death too, and get a moment to finish.
    '[ -n "$2" ] || sleep 2',
    'kill -INT "$1" 2>/dev/null',
    'if [ -n "$2" ]; then while kill -0 "$1" 2>/dev/null; do sleep 0.1; done; rm -rf "$2"; sleep 4; rm -rf "$2"; fi',
  ].join("\n");
  const child = spawn("/bin/sh", ["-c", script, "hookline-watchdog", String(pid ?? 0), disposable ?? ""], {
    cwd: "/",
    env: bareEnvironment(),
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  child.on("error", () => {});
  child.stdin?.on("error", () => {});
  child.unref();
  (child.stdin as Socket | null)?.unref();
  return child;
}

/**
 * Waits until the server answers queries, which after a crash includes its recovery.
 *
 * @throws EmbeddedError with PostgreSQL's own last lines where it ended instead.
 */
export async function waitUntilReady(server: Server, url: string): Promise<void> {
  let gone: string | undefined;
  void server.ended.then((lines) => {
    gone = lines;
  });
  for (;;) {
    if (gone !== undefined) throw new EmbeddedError(`PostgreSQL did not start: ${gone}`);
    if (await answers(url)) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** True where a PostgreSQL that knows our password answers at this address. */
export async function answers(url: string): Promise<boolean> {
  try {
    await withConnection({ connectionString: url, connectionTimeoutMillis: 2_000 }, (client) =>
      client.query("SELECT 1"),
    );
    return true;
  } catch {
    return false;
  }
}

/**
 * Stops a postmaster that outlived the process that started it. Its number is in postmaster.pid, with
 * the folder it serves; PostgreSQL itself clears the file of one that is dead.
 */
export async function stopOrphan(folder: string): Promise<boolean> {
  const [line, served] = (await readFile(join(folder, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  const pid = Number(line);
  if (!Number.isInteger(pid) || pid <= 1 || served !== folder || !(await isPostgres(pid))) return false;
  const ended = (async () => {
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 50));
  })();
  await endProcess((signal) => {
    if (isAlive(pid)) process.kill(pid, signal);
  }, ended);
  return true;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** After a reboot the number in a stale file may be anyone's: only a postgres is stopped. */
async function isPostgres(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const listed = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(
    () =>
      spawnSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8", env: bareEnvironment() })
        .stdout,
  );
  return listed?.includes("postgres") ?? false;
}

/** Keeps the last lines of a program's standard error. */
function lastLines(child: ChildProcess): () => string {
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    text = (text + chunk).slice(-4_000);
  });
  return () => text.trim().split("\n").slice(-6).join(" | ");
}
