import { createHandler } from "../behaviours/run";
import { type BotDirectory, createBotDirectory } from "../bots/bot-directory";
import type { Clock } from "../core/clock";
import { diedLately } from "../data/heartbeats";
import { createWebhookDoor, type WebhookDoor } from "../doors/webhook-door";
import type { Handler } from "../pipeline/behave";
import { Pipeline } from "../pipeline/pipeline";
import { Recovery } from "../recovery/recovery";
import { Reruns } from "../recovery/reruns";
import { markUnauthorized } from "../transport/switch-door";
import { every } from "./every";
import { createMetrics, type Metrics } from "./metrics";
import { type Portal, type RuntimeConfig, startPortal } from "./portal";

/** Everything one process that takes updates shares, made once. */
export interface Runtime extends Portal {
  readonly bots: BotDirectory;
  readonly pipeline: Pipeline;
  readonly webhookDoor: WebhookDoor;
  readonly metrics: Metrics;
  readonly onUnauthorized: (bot: { id: number; token: string }) => void;
  /** Finishes what is in hand, says good-bye and closes every connection. */
  close(): Promise<void>;
}

/** Parts that a test puts in the place of the usual ones. */
export interface RuntimeParts {
  clock?: Clock;
  /** Stands around the usual one, or in its place. */
  handler?: (usual: Handler) => Handler;
}

/** So often reruns are looked for that no notification told of, or whose process is gone. */
const rerunMs = 5_000;
/** How long a process that follows a killed one stores every update before it handles it. */
const carefulMs = 600_000;

/** Builds a process's runtime and takes up what dead processes left open. */
export async function startRuntime(
  config: RuntimeConfig,
  kind: "web" | "sidecar",
  parts: RuntimeParts = {},
): Promise<Runtime> {
  let serving = false;
  let pipelineFacts = () => ({ inFlight: 0, refusing: false });
  const portal = await startPortal(config, kind, {
    ...(parts.clock ? { clock: parts.clock } : {}),
    facts: () => ({ ...pipelineFacts(), serving }),
  });
  const { processId, signals, data, log, clock } = portal;
  const bots = createBotDirectory(portal, (botIds) => pipeline.following.followOthers(botIds));
  signals.on("hookline_bots", (payload) => bots.forget(Number(payload)));
  signals.onGap(() => bots.forgetAll());

  const onUnauthorized = ({ id, token }: { id: number; token: string }) => {
    markUnauthorized(portal, id, token).catch((error: unknown) =>
      log.error({ err: error, bot: id }, "bot not marked unauthorized"),
    );
  };
  const carefulUntil = (await diedLately(data, kind)) ? clock.monotonic() + carefulMs : 0;
  const pipeline: Pipeline = new Pipeline({
    services: portal,
    processId,
    bots,
    handler: parts.handler?.(createHandler(portal)) ?? createHandler(portal),
    onUnauthorized,
    careful: () => clock.monotonic() < carefulUntil,
  });
  pipelineFacts = () => ({ inFlight: pipeline.admission.inFlight, refusing: pipeline.admission.refusing });
  const recovery = new Recovery({ services: portal, pipeline, processId });
  await recovery.recover();
  const reruns = new Reruns({ services: portal, pipeline, process: { id: processId, kind } });
  signals.on("hookline_reruns", () => {
    reruns.run().catch((error: unknown) => log.warn({ err: error }, "reruns: tried again later"));
  });
  const stopRerunning = every(rerunMs, () => reruns.run(), log, "reruns");
  const stopRecovery = every(
    Math.max(500, config.SWEEP_AFTER_MS / 6),
    () => recovery.once(),
    log,
    "recovery",
  );
  serving = true;

  return {
    ...portal,
    bots,
    pipeline,
    onUnauthorized,
    webhookDoor: createWebhookDoor({ services: portal, bots, pipeline }),
    metrics: createMetrics({ kind, pipeline }),
    async close() {
      await Promise.all([stopRecovery(), stopRerunning()]);
      const rerun = reruns.close();
      await pipeline.close(10_000);
      await rerun;
      await portal.close();
    },
  };
}
