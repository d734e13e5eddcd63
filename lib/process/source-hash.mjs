import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

export const root = join(import.meta.dirname, "..", "..");

/** Holds the hash of the sources that the build in dist and .next was made from. */
export const buildStamp = join(root, "dist", "sources.sha256");

/** What a build is made from; prisma/migrations are read where they lie. */
const sources = [
  "app",
  "components",
  "lib",
  "public",
  "types",
  "prisma/schema.prisma",
  "next.config.ts",
  "package-lock.json",
  "package.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];
const generated = join(root, "lib", "data", "generated");

/** A hash over names and contents of all sources: some 20 ms, and never fooled by a file's date. */
export function sourceHash() {
  const hash = createHash("sha256").update(process.versions.modules);
  for (const file of sources.flatMap((name) => filesOf(join(root, name)))) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update("\0");
  }
  return hash.digest("hex");
}

/** True where dist and .next were built from the sources as they are now. */
export function isBuilt() {
  const there = existsSync(buildStamp) && existsSync(join(root, ".next", "BUILD_ID"));
  return there && readFileSync(buildStamp, "utf8") === sourceHash();
}

function filesOf(place) {
  if (place === generated || !existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place)
    .sort()
    .flatMap((name) => filesOf(join(place, name)));
}
