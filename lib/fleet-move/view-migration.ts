import { assertAdmin } from "../accounts/assert-admin";
import type { TenantContext } from "../context";
import { countWaves, findTroubled, noBots, type TroubledBot, type WaveStand } from "../data/fleet-move-bots";
import { findRuns } from "../data/fleet-move-runs";
import { lookBefore } from "./look-before";
import type { Phase } from "./phase";
import { lastWaveOf, waveEnds } from "./phase";
import type { Check } from "./preflight";
import { readPhase } from "./read-phase";
import { type RunView, runView } from "./run-view";

export interface WaveView extends WaveStand {
  wave: number;
}

export interface MigrationView {
  phase: Phase;
  checks: Check[];
  candidates: number;
  /** How many bots each wave of a run started now would move. */
  plan: number[];
  /** The run under way, or the one that ended last. */
  run: (RunView & { waves: WaveView[]; troubled: TroubledBot[] }) | null;
  /** Runs before that one, newest first. */
  history: RunView[];
}

const past = 10;
const troubledShown = 50;

/** All that the wizard's page shows. */
export async function viewMigration(ctx: TenantContext): Promise<MigrationView> {
  assertAdmin(ctx);
  const phase = await readPhase(ctx);
  const [{ checks, candidates }, [newest, ...history]] = await Promise.all([
    lookBefore(ctx, phase),
    findRuns(ctx.data, past + 1),
  ]);
  const ends = waveEnds(candidates).slice(0, lastWaveOf(phase));
  return {
    phase,
    checks,
    candidates,
    plan: ends.map((end, i) => end - (ends[i - 1] ?? 0)),
    run: newest ? await withWaves(ctx, newest) : null,
    history: history.map(runView),
  };
}

async function withWaves(
  ctx: TenantContext,
  run: Awaited<ReturnType<typeof findRuns>>[number],
): Promise<NonNullable<MigrationView["run"]>> {
  const [stands, troubled] = await Promise.all([
    countWaves(ctx.data, run, ctx.config.FAILOVER_GRACE_MS),
    findTroubled(ctx.data, run.id, troubledShown),
  ]);
  const waves = Array.from({ length: run.lastWave }, (_, i) => ({
    wave: i + 1,
    ...(stands.get(i + 1) ?? noBots),
  }));
  return { ...runView(run), waves, troubled };
}
