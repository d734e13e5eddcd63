import { setFlagsFromString } from "node:v8";
import { PollingDoor } from "../doors/polling-door";
import { startBackgroundJobs } from "../runtime/background-jobs";
import { startRuntime } from "../runtime/runtime";
import { startSidecarServer } from "../runtime/sidecar-server";
import { readRuntimeConfig } from "../runtime/start-from-environment";
import { runProcess } from "./run-process";

/**
 * How much a sidecar's heap may grow between two collections, in percent; V8's own measure is about twice of what
 * is alive. Ten thousand polls leave tens of megabytes behind every 50 seconds, and a sidecar has processor to spare.
 * Where a later V8 does not know the flag, it says so and goes on.
 */
const heapGrowthPercent = 20;

runProcess(async () => {
  setFlagsFromString(`--heap-growing-percent=${heapGrowthPercent}`);
  const config = readRuntimeConfig(process.env);
  const runtime = await startRuntime(config, "sidecar");
  const { pipeline, bots, signals, processId, onUnauthorized, log } = runtime;
  const door = new PollingDoor({ services: runtime, pipeline, bots, signals, processId, onUnauthorized });
  const server = await startSidecarServer(runtime, () => door.size);
  await door.start();
  const stopBackgroundJobs = startBackgroundJobs(runtime);
  log.info({ port: server.port, process: processId }, "sidecar: polling");
  return async () => {
    await stopBackgroundJobs();
    await door.close();
    await server.close();
    await runtime.close();
  };
});
