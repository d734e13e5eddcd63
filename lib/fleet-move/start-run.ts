import { z } from "zod";
import { assertAdmin } from "../accounts/assert-admin";
import type { TenantContext } from "../context";
import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { insertRun } from "../data/fleet-move-runs";
import { lookBefore } from "./look-before";
import { lastWaveOf, movesChosenPollers, waveEnds } from "./phase";
import { sayFinding } from "./preflight";
import { readPhase } from "./read-phase";
import { writeReason } from "./reason";
import { type RunView, runView } from "./run-view";

export const startRunInput = z.object({
  watchS: z.coerce
    .number({ error: "Say for how long each wave is watched." })
    .int("Whole seconds, please.")
    .min(1, "A wave is watched for at least a second.")
    .max(86_400, "A wave is watched for a day at most."),
  thresholdPercent: z.coerce
    .number({ error: "Say which share of failing bots halts the wizard." })
    .int("A whole number of percent, please.")
    .min(1, "At least 1 %.")
    .max(50, "At most 50 %."),
});
export type StartRunInput = z.output<typeof startRunInput>;

/**
 * Begins to move polled bots to webhooks. The leading sidecar does the work from here on.
 *
 * @throws HooklineError forbidden; unavailable where a check before the start fails; conflict where a run is
 *   under way.
 */
export async function startRun(ctx: TenantContext, input: StartRunInput): Promise<RunView> {
  assertAdmin(ctx);
  const phase = await readPhase(ctx);
  const { checks } = await lookBefore(ctx, phase);
  const failed = checks.find(({ state }) => state === "failed");
  if (failed) throw new HooklineError("unavailable", sayFinding(failed, "en"));
  const run = await insertRun(ctx.data, {
    phase,
    lastWave: lastWaveOf(phase),
    watchMs: input.watchS * 1000,
    thresholdPercent: input.thresholdPercent,
    startedBy: ctx.actor.userId,
    chosenToo: movesChosenPollers(phase),
    reason: writeReason({ code: "started" }),
    waveEnds,
  });
  if (!run)
    throw new HooklineError("conflict", "A migration is under way already. It is shown on this page.");
  const detail = { run: run.id, phase, watchS: input.watchS, thresholdPercent: input.thresholdPercent };
  await recordAudit(ctx.data, { userId: ctx.actor.userId, action: "migration.started", detail });
  return runView(run);
}
