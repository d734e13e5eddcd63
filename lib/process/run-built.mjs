// `npm run web` and `npm run sidecar`: one process of a build that is there already.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./source-hash.mjs";

/** Runs dist/<name>.js in this process, with the variables of `.env` where there is one. */
export async function runBuilt(name) {
  const entry = join(root, "dist", `${name}.js`);
  if (!existsSync(entry)) {
    console.error("There is no build yet: run `npm run build` first.");
    process.exit(1);
  }
  if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));
  process.env.NODE_ENV = "production";
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  await import(pathToFileURL(entry).href);
}

if (process.argv[1] === import.meta.filename) await runBuilt(process.argv[2]);
