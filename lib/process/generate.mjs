// Writes Prisma's client to lib/data/generated when schema.prisma or Prisma itself has changed since.
// `npm run -s db:generate`; the build, the tests and the type check call it first.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { systemEnvironment } from "./system-environment.mjs";

const root = join(import.meta.dirname, "..", "..");
const output = join(root, "lib", "data", "generated");
const stampFile = join(output, ".stamp");
const require = createRequire(import.meta.url);
const manifest = require.resolve("prisma/package.json");

/** Makes sure that the client is there and up to date; costs a millisecond when it is. */
export function ensurePrismaClient() {
  const stamp = createHash("sha256")
    .update(readFileSync(join(root, "prisma", "schema.prisma")))
    .update(readFileSync(manifest))
    .update(readFileSync(require.resolve("@prisma/client/package.json")))
    .digest("hex");
  const upToDate = existsSync(join(output, "client.ts")) && existsSync(stampFile);
  if (upToDate && readFileSync(stampFile, "utf8") === stamp) return;
  const ran = spawnSync(process.execPath, [join(dirname(manifest), "build", "index.js"), "generate"], {
    cwd: root,
    encoding: "utf8",
    // Generating needs no schema engine, but Prisma downloads one unless it is told of an executable.
    env: {
      ...systemEnvironment(process.env),
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    },
  });
  if (ran.status !== 0) throw new Error(`prisma generate failed.\n${ran.stdout ?? ""}${ran.stderr ?? ""}`);
  writeFileSync(stampFile, stamp);
}

if (process.argv[1] === import.meta.filename) {
  try {
    ensurePrismaClient();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
