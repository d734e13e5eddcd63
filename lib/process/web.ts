import cluster from "node:cluster";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "../config/env";
import { startRuntime } from "../runtime/runtime";
import { readRuntimeConfig } from "../runtime/start-from-environment";
import { startWebServer } from "../web/http-server";
import { peerKeyFileBeside } from "../web/peer";
import { startChild } from "./child";
import { runProcess } from "./run-process";
import { startWorkers } from "./workers";

runProcess(async () => {
  const config = readRuntimeConfig(process.env);
  if (config.WEB_CONCURRENCY > 1 && cluster.isPrimary) return startWorkers(config.WEB_CONCURRENCY);
  // For us alone: who speaks to the pages' socket, and knows the key, says whose request it is.
  const folder = mkdtempSync(join(tmpdir(), "hookline-"));
  const socketPath = join(folder, "pages");
  const peerKey = randomBytes(16).toString("hex");
  writeFileSync(peerKeyFileBeside(socketPath), peerKey, { mode: 0o600 });
  const pages = startChild({
    name: "pages",
    script: join(import.meta.dirname, "pages.js"),
    args: [socketPath],
    env: process.env,
    sameGroup: true,
    log: (sentence) => console.log(sentence),
  });
  // Awaited below; until then its failure is nobody's.
  pages.ready.catch(() => {});
  const runtime = await startRuntime(config, "web");
  const server = await startWebServer(runtime, { socketPath, peerKey }).catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== "EADDRINUSE") throw error;
    throw new ConfigError(`Port ${config.PORT} is in use by another program. Set PORT to a free one.`);
  });
  await pages.ready;
  runtime.log.info({ port: server.port, process: runtime.processId }, "web: serving");
  return async () => {
    const closed = server.close();
    // Open event streams end with the pages.
    await pages.stop();
    await closed;
    await runtime.close();
    rmSync(folder, { recursive: true, force: true });
  };
});
