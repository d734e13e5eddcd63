import { join } from "node:path";
import { build } from "esbuild";
import { root } from "./source-hash.mjs";

/** Bundles lib/process/<name>.ts into dist/<name>.js; packages stay in node_modules. */
export async function bundleProcesses(names) {
  await build({
    absWorkingDir: root,
    entryPoints: names.map((name) => join(root, "lib", "process", `${name}.ts`)),
    outdir: join(root, "dist"),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: true,
    logLevel: "warning",
  });
}
