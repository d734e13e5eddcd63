import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeFlags } from "../../lib/process/node-flags.mjs";

const read = (path: string) => readFileSync(join(import.meta.dirname, "../..", path), "utf8");

test.each(["web", "sidecar"])("npm and systemd start %s with the flags that npm start gives it", (kind) => {
  const command = `node ${nodeFlags(kind).join(" ")} lib/process/run-built.mjs ${kind}`;
  expect(JSON.parse(read("package.json")).scripts[kind]).toBe(`exec ${command}`);
  expect(read(`deploy/systemd/hookline-${kind}.service`)).toContain(`ExecStart=/usr/bin/env ${command}\n`);
});
