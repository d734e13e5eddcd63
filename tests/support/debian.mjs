import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Runs a program to its end and says whether it succeeded; ten minutes at most. */
export function succeeds(command, args, env = process.env) {
  return spawnSync(command, args, { env, stdio: "ignore", timeout: 600_000 }).status === 0;
}

/** Installs a Debian package where that is possible: as root, on a system with apt-get. */
export function installDebianPackage(name) {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = () => succeeds("apt-get", ["install", "-y", "--no-install-recommends", name], env);
  return install() || (succeeds("apt-get", ["update"], env) && install());
}
