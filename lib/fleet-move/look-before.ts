import type { Services } from "../context";
import { readCanary } from "../data/canary";
import { countCandidates } from "../data/fleet-move-runs";
import { liveProcesses } from "../data/heartbeats";
import { movesChosenPollers, type Phase } from "./phase";
import { type Check, preflight } from "./preflight";

/** Telegram's own servers, as the environment's default names them. */
const telegramRoot = "https://api.telegram.org";

/** Gathers what is known and runs the checks before a run. */
export async function lookBefore(
  ctx: Pick<Services, "data" | "config" | "clock">,
  phase: Phase,
): Promise<{ checks: Check[]; candidates: number }> {
  const { data, config, clock } = ctx;
  const [canary, processes, { candidates, chosen }] = await Promise.all([
    readCanary(data),
    liveProcesses(data),
    countCandidates(data, movesChosenPollers(phase)),
  ]);
  const checks = preflight(
    {
      phase,
      webhookBase: config.webhookBase,
      ownApiServer: config.TELEGRAM_API_ROOT !== telegramRoot,
      canary: canary && { ...canary, lastAt: Date.parse(canary.lastAt) },
      canaryStaleMs: config.canaryStaleMs,
      webs: processes.filter(({ kind }) => kind === "web").length,
      sidecars: processes.filter(({ kind }) => kind === "sidecar").length,
      candidates,
      chosenPollers: chosen,
    },
    clock.now(),
  );
  return { checks, candidates };
}
