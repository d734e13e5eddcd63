import type { Services } from "../context";
import type { CanaryRecord } from "../data/canary";
import { findDeploymentFacts } from "../data/deployment-facts";
import type { LiveProcess } from "../data/heartbeats";

/** Facts of the whole deployment that a bot's health depends on. */
export interface Deployment {
  /** The database's time when they were read, milliseconds since the epoch; all times of a bot are by this clock. */
  now: number;
  /** Whether Telegram can post here. */
  webhookAvailable: boolean;
  sidecars: readonly LiveProcess[];
  /** Whether the operator allows bots to fall back to polling; where nobody says otherwise, yes. */
  fallbackAllowed?: boolean;
  /** What the canary says of the public address; absent where there is none, or nothing is known. */
  canary?: CanaryRecord | undefined;
  /** How long the database took for these facts; absent where nobody measured. */
  databaseMs?: number;
}

export async function readDeployment(ctx: Pick<Services, "data" | "config" | "clock">): Promise<Deployment> {
  const { config, clock, data } = ctx;
  const webhookAvailable = config.webhookBase !== undefined;
  const began = clock.monotonic();
  const { now, sidecars, canary } = await findDeploymentFacts(data);
  const databaseMs = Math.round(clock.monotonic() - began);
  return {
    now,
    webhookAvailable,
    sidecars,
    fallbackAllowed: config.WEBHOOK_FALLBACK_TO_POLLING,
    canary:
      webhookAvailable && canary && now - Date.parse(canary.lastAt) < config.canaryStaleMs
        ? canary
        : undefined,
    databaseMs,
  };
}
