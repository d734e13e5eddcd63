import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { delimiter, join } from "node:path";
import type { Certificate } from "./certificate";
import { installDebianPackage } from "./debian.mjs";
import { until } from "./system";
import { temporaryFolder } from "./temporary-folder";

/** nginx at work. */
export interface RunningNginx {
  close(): Promise<void>;
}

/**
 * Runs deploy/nginx.conf as it is but for what each deployment puts in: ports, certificate, the web process's
 * address.
 *
 * @throws one sentence where there is no nginx and none can be installed.
 */
export async function startNginx(options: {
  certificate: Certificate;
  webPort: number;
  tlsPort: number;
  plainPort: number;
}): Promise<RunningNginx> {
  const { certificate, webPort, tlsPort, plainPort } = options;
  const deployed = readFileSync(join(import.meta.dirname, "../../deploy/nginx.conf"), "utf8")
    .replaceAll(/^ *listen \[::\].*\n/gm, "")
    .replaceAll("server 127.0.0.1:3000", `server 127.0.0.1:${webPort}`)
    .replace("listen 443", `listen ${tlsPort}`)
    .replace("listen 80;", `listen ${plainPort};`)
    .replace("/etc/letsencrypt/live/bot.example.org/fullchain.pem", certificate.certFile)
    .replace("/etc/letsencrypt/live/bot.example.org/privkey.pem", certificate.keyFile);
  return runNginx(deployed, tlsPort);
}

/**
 * Runs nginx with what belongs into its http block, until it listens on `port`.
 *
 * @throws as `startNginx`.
 */
export async function runNginx(http: string, port: number): Promise<RunningNginx> {
  const program = findNginx();
  const folder = await temporaryFolder("nginx");
  await mkdir(join(folder, "temp"));
  const file = join(folder, "nginx.conf");
  await writeFile(file, configuration(folder, http));
  const child = spawn(program, ["-e", join(folder, "error.log"), "-p", folder, "-c", file], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  await until("nginx", () => (child.exitCode === null ? listens(port) : broken(folder)));
  return {
    async close() {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(folder: string, http: string): string {
  const scratch = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${join(folder, "temp", kind)};`,
  );
  // Root's workers would be another user, who may not enter a folder of root's.
  const user = process.getuid?.() === 0 ? "user root;" : "";
  return `${user} daemon off; worker_processes 1; pid ${join(folder, "nginx.pid")};
    events { worker_connections 512; }
    http { access_log off; ${scratch.join(" ")}\n${http}\n}\n`;
}

function findNginx(): string {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"];
  const find = () => folders.map((folder) => join(folder, "nginx")).find((path) => existsSync(path));
  const found = find() ?? (installDebianPackage("nginx-light") ? find() : undefined);
  if (!found) throw new Error("No nginx was found or could be installed: install Debian's nginx-light.");
  return found;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true));
    socket.on("error", () => resolve(false)).on("connect", () => socket.destroy());
  });
}

function broken(folder: string): never {
  throw new Error(`nginx ended: ${readFileSync(join(folder, "error.log"), "utf8")}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await gone;
}
