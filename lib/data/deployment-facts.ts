import { type CanaryRecord, canaryKey } from "./canary";
import type { Database } from "./database";
import { type LiveProcess, selectLive } from "./heartbeats";

/** What a bot's health depends on besides the bot. */
export interface DeploymentFacts {
  /** The database's time, milliseconds since the epoch. */
  now: number;
  /** Sidecars that live now. */
  sidecars: LiveProcess[];
  canary: CanaryRecord | undefined;
}

/** All in one statement: every page asks for it, and a sidecar at rest every few seconds. */
export async function findDeploymentFacts(data: Database): Promise<DeploymentFacts> {
  const { rows } = await data.pool.query({
    name: "deployment-facts",
    text: `SELECT now() AS now, (SELECT value FROM deployment_facts WHERE key = $2) AS canary, live.*
      FROM (SELECT) here LEFT JOIN (${selectLive}) live ON true ORDER BY live.id`,
    values: ["sidecar", canaryKey],
  });
  const [first] = rows as [{ now: Date; canary: CanaryRecord | null }];
  const live = rows as (LiveProcess | { id: null })[];
  return {
    now: first.now.getTime(),
    sidecars: live.filter((row): row is LiveProcess => row.id !== null),
    canary: first.canary ?? undefined,
  };
}
