import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../lib/core/ports";
import { createVault, type Vault } from "../../lib/core/vault";
import { createDatabase, type Database } from "../../lib/data/database";
import { startEmbedded } from "../../lib/data/embedded";
import { migrate } from "../../lib/data/migrate";
import { nodeFlags } from "../../lib/process/node-flags.mjs";
import { makeCertificate } from "../support/certificate";
import { type Child, type Load, repository, startLoad, startNode } from "./children";
import { type SimulatorControl, simulatorAt } from "./simulator-control";

export type SimulatorProcess = SimulatorControl & { child: Child };

/** What every scenario plays on: a durable PostgreSQL, a load generator, and the means to start the rest. */
export interface Stage {
  data: Database;
  databaseUrl: string;
  /** PostgreSQL's first process, for what it costs. */
  postgresPid(): number;
  vault: Vault;
  load: Load;
  folder: string;
  /** The certificate that the TLS simulator shows. */
  tls: { keyFile: string; certFile: string };
  /** NEXTAUTH_SECRET of every web process. */
  secret: string;
  log(name: string): string;
  /** The last lines of every process's log but those of single updates, for whoever reads of a failure. */
  logTails(): string;
  /** `node dist/web.js`; resolves when it serves. */
  startWeb(env?: Record<string, string>): Promise<Child & { port: number }>;
  /** `next start` with the same environment: the App Router's own route, without our server. */
  startNext(): Promise<Child & { port: number }>;
  startSidecar(env: Record<string, string>): Promise<Child & { port: number }>;
  /** A simulator in a process of its own, over TLS and HTTP/2 where `tls` says so. */
  startSimulator(options?: { tls?: boolean }): Promise<SimulatorProcess>;
  /** Another program of tests/bench/peers; a server tells its port. */
  startPeer(name: string, env: Record<string, string>): Promise<Child & { port: number }>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "hookline-bench-"));
  // PostgreSQL may run as another user, who must get through.
  chmodSync(folder, 0o711);
  const log = (name: string) => join(folder, `${name}.log`);
  const database = await startEmbedded({ dataDir: join(folder, "data"), log: () => {} });
  await migrate(database.url);
  const data = createDatabase(database.url, { applicationName: "hookline bench" });
  const key = randomBytes(32);
  const vault = createVault([{ id: "bench", key }]);
  const load = await startLoad(log("load"));
  const tls = makeCertificate("DNS:localhost", "IP:127.0.0.1");
  const secret = randomBytes(32).toString("base64url");
  const environment = (port: number): Record<string, string> => ({
    DATABASE_URL: database.url,
    HOST: "127.0.0.1",
    PORT: String(port),
    NEXTAUTH_URL: `http://127.0.0.1:${port}`,
    NEXTAUTH_SECRET: secret,
    TOKEN_ENCRYPTION_KEYS: `bench:${key.toString("base64")}`,
    TELEGRAM_API_ROOT: "http://127.0.0.1:9",
    WEBHOOK_BASE_URL: `http://127.0.0.1:${port}`,
    NEXT_TELEMETRY_DISABLED: "1",
  });

  return {
    data,
    databaseUrl: database.url,
    postgresPid: () =>
      Number(readFileSync(join(folder, "data/postgres/postmaster.pid"), "utf8").split("\n")[0]),
    vault,
    load,
    folder,
    log,
    logTails: () => logTails(folder),
    tls,
    secret,
    async startWeb(env = {}) {
      const port = await freePort();
      const args = [
        ...nodeFlags("web"),
        ...(process.env.BENCH_NODE_ARGS?.split(" ") ?? []),
        process.env.BENCH_WEB || "dist/web.js",
      ];
      const child = await startNode(args, { log: log("web"), env: { ...environment(port), ...env } });
      return { ...child, port };
    },
    async startNext() {
      const port = await freePort();
      const script = join(import.meta.dirname, "peers/next-start.mjs");
      const child = await startNode([script], { log: log("next"), env: environment(port) });
      return { ...child, port };
    },
    async startSidecar(env) {
      const [port, web] = await Promise.all([freePort(), freePort()]);
      const all = { ...environment(web), SIDECAR_PORT: String(port), ...env };
      const args = [
        ...nodeFlags("sidecar"),
        ...(process.env.BENCH_NODE_ARGS?.split(" ") ?? []),
        "dist/sidecar.js",
      ];
      const child = await startNode(args, { log: log("sidecar"), env: all });
      return { ...child, port };
    },
    async startSimulator(options = {}) {
      const script = join(import.meta.dirname, "simulator.ts");
      const files = options.tls ? [tls.keyFile, tls.certFile] : [];
      const child = await startNode(["--import", "tsx", script, ...files], { log: log("simulator") });
      return {
        child,
        ...simulatorAt((child.hello as { url: string }).url, options.tls ? tls.certFile : undefined),
      };
    },
    async startPeer(name, env) {
      const script = join(import.meta.dirname, "peers", `${name}.mjs`);
      const child = await startNode([script], { log: log(name), env });
      return { ...child, port: (child.hello as { port: number }).port };
    },
    async close() {
      await load.stop();
      await data.close();
      await database.stop();
      tls.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function logTails(folder: string): string {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".log"))
    .map((file) => {
      const lines = readFileSync(join(folder, file), "utf8").trim().split("\n");
      const telling = lines.filter((line) => line !== "" && !line.includes('"msg":"update"'));
      return telling.length > 0 ? `${file}:\n${telling.slice(-5).join("\n")}\n` : "";
    })
    .join("");
}

/** The commit the benchmark runs on, and whether the work tree differs from it. */
export function commit(): string {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: repository, encoding: "utf8" }).trim();
  try {
    return git("describe", "--always", "--dirty");
  } catch {
    return readFileSync(join(repository, "package.json"), "utf8").match(/"version": "([^"]+)"/)?.[1] ?? "";
  }
}
