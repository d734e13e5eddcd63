import { assertAdmin } from "../accounts/assert-admin";
import type { TenantContext } from "../context";
import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { findActiveRun, writePhaseFact } from "../data/fleet-move-runs";
import type { Phase } from "./phase";
import { readPhase } from "./read-phase";

/**
 * Chooses what new bots begin with and how far the wizard may go. No bot is moved by it.
 *
 * @throws HooklineError forbidden; conflict while a run is under way, which was begun under another phase.
 */
export async function setPhase(ctx: TenantContext, { phase }: { phase: Phase }): Promise<void> {
  assertAdmin(ctx);
  const before = await readPhase(ctx);
  if (before === phase) return;
  if (await findActiveRun(ctx.data)) {
    throw new HooklineError(
      "conflict",
      "A migration is under way. Cancel it or let it end before the phase changes.",
    );
  }
  await writePhaseFact(ctx.data, phase);
  const detail = { from: before, to: phase };
  await recordAudit(ctx.data, { userId: ctx.actor.userId, action: "migration.phase_changed", detail });
}
