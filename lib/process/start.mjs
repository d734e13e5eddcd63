// `npm start`: builds when there is no up-to-date build, then runs everything on this machine.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { runBuilt } from "./run-built.mjs";
import { isBuilt } from "./source-hash.mjs";
import { systemEnvironment } from "./system-environment.mjs";

/** Builds in a process of its own, so that the memory it takes is given back. */
async function buildApart() {
  const child = spawn(process.execPath, [join(import.meta.dirname, "build.mjs")], {
    env: systemEnvironment(process.env),
    stdio: "inherit",
  });
  const stop = () => child.kill("SIGTERM");
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, stop);
  const code = await new Promise((resolve) => child.once("error", () => resolve(1)).once("close", resolve));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.off(signal, stop);
  if (code !== 0) process.exit(code ?? 1);
}

if (!isBuilt()) {
  console.log("Building Hookline; this takes a minute and is kept for the next start.");
  await buildApart();
}
await runBuilt("up");
