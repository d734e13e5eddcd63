import type { RunEntity } from "../data/fleet-move-runs";
import { type Reason, readReason } from "./reason";

export type RunState = RunEntity["state"];

/** A run as pages show it. */
export interface RunView {
  id: number;
  state: RunState;
  phase: string;
  wave: number;
  lastWave: number;
  /** ISO 8601; null while the wave's bots are moved. */
  watchedSince: string | null;
  /** When the watch of the wave is over, if nothing comes in between. */
  watchEndsAt: string | null;
  watchMs: number;
  thresholdPercent: number;
  /** What the wizard does, or why it ended. */
  reason: Reason;
  startedAt: string;
  endedAt: string | null;
}

export function runView(run: RunEntity): RunView {
  const { id, state, phase, wave, lastWave, watchedSince, watchMs, thresholdPercent } = run;
  return {
    id,
    state,
    phase,
    wave,
    lastWave,
    watchedSince: watchedSince?.toISOString() ?? null,
    watchEndsAt: watchedSince ? new Date(watchedSince.getTime() + watchMs).toISOString() : null,
    watchMs,
    thresholdPercent,
    reason: readReason(run.reason),
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
  };
}
