// `npm run build`: everything that runs in production, from the sources.
import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { bundleProcesses } from "./bundle.mjs";
import { ensurePrismaClient } from "./generate.mjs";
import { buildStamp, root, sourceHash } from "./source-hash.mjs";
import { systemEnvironment } from "./system-environment.mjs";

/**
 * Builds Next's part into .next and our processes into dist. The sources' hash is written last, so that a
 * build broken off does not count as one.
 */
export async function build() {
  const hash = sourceHash();
  rmSync(buildStamp, { force: true });
  ensurePrismaClient();
  await bundleProcesses(["up", "prepare", "web", "pages", "sidecar", "cli"]);
  await buildNext();
  writeFileSync(buildStamp, hash);
}

async function buildNext() {
  const program = createRequire(import.meta.url).resolve("next/dist/bin/next");
  const child = spawn(process.execPath, [program, "build"], {
    cwd: root,
    env: { ...systemEnvironment(process.env), NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => child.kill(signal));
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once("error", reject).once("close", (...how) => resolve(how));
  });
  if (code !== 0) throw new Error(`The build of the screens failed (${signal ?? `exit code ${code}`}).`);
}

if (process.argv[1] === import.meta.filename) {
  try {
    await build();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
