import { inTime } from "../core/in-time";
import { liveProcesses } from "../data/heartbeats";
import { version } from "../runtime/version";
import { logUnexpected } from "./reference";
import type { Portal } from "./runtime";

/** What load balancers and people ask first. */
export interface DeploymentHealth {
  status: "ok" | "unavailable";
  database: "ok" | "unreachable";
  /** How many sidecars live. */
  sidecars: number;
  version: string;
}

const timeoutMs = 2_000;
const noAnswer = () => new Error("The database did not answer in time.");

/** Asks the database, with little patience: an answer that comes late is no answer to a load balancer. */
export async function deploymentHealth(runtime: Portal): Promise<DeploymentHealth> {
  try {
    const asked = liveProcesses(runtime.data, "sidecar");
    const sidecars = await inTime(asked, timeoutMs, noAnswer);
    return { status: "ok", database: "ok", sidecars: sidecars.length, version };
  } catch (error) {
    logUnexpected(runtime.log, error, "health");
    return { status: "unavailable", database: "unreachable", sidecars: 0, version };
  }
}
