// `npm run -s hookline -- <command>`: runs on a fresh clone too, by bundling itself in a moment.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runBuilt } from "./run-built.mjs";
import { root, sourceHash } from "./source-hash.mjs";

const stamp = join(root, "dist", "cli.sha256");
const hash = sourceHash();
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== hash) {
  try {
    const { ensurePrismaClient } = await import("./generate.mjs");
    const { bundleProcesses } = await import("./bundle.mjs");
    ensurePrismaClient();
    await bundleProcesses(["cli"]);
    writeFileSync(stamp, hash);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
await runBuilt("cli");
