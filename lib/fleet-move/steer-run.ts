import { z } from "zod";
import { assertAdmin } from "../accounts/assert-admin";
import type { TenantContext } from "../context";
import type { AuditAction } from "../core/audit-actions";
import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { skipWaiting } from "../data/fleet-move-bots";
import { changeRun, findActiveRun, type RunChange, type RunEntity } from "../data/fleet-move-runs";
import { writeReason } from "./reason";

export const steerRunInput = z.strictObject({
  act: z.enum(["pause", "resume", "cancel", "roll-back"]),
});
export type Steering = z.output<typeof steerRunInput>["act"];

interface Act {
  /** States from which it leads on. */
  from: readonly RunEntity["state"][];
  change: RunChange;
  audit: AuditAction;
}

const acts: Record<Steering, Act> = {
  pause: {
    from: ["running"],
    change: { state: "paused", reason: writeReason({ code: "paused" }) },
    audit: "migration.paused",
  },
  resume: {
    from: ["paused"],
    change: { state: "running", reason: writeReason({ code: "resumed" }) },
    audit: "migration.resumed",
  },
  // Bots that were moved keep their webhook.
  cancel: {
    from: ["running", "paused"],
    change: { state: "cancelled", over: true, reason: writeReason({ code: "cancelled" }) },
    audit: "migration.cancelled",
  },
  "roll-back": {
    from: ["running", "paused"],
    change: { state: "rolling_back", endsAs: "cancelled", reason: writeReason({ code: "taken-back" }) },
    audit: "migration.rolled_back",
  },
};

/**
 * Pauses, resumes or cancels the run under way; cancelling can take its present wave back to polling.
 *
 * @throws HooklineError forbidden; conflict where there is no run in a state for it.
 */
export async function steerRun(ctx: TenantContext, { act }: { act: Steering }): Promise<void> {
  assertAdmin(ctx);
  const { from, change, audit } = acts[act];
  const run = await findActiveRun(ctx.data);
  if (!run || !from.includes(run.state) || !(await changeRun(ctx.data, run, change))) {
    throw new HooklineError("conflict", "The migration has moved on meanwhile. Look again, then decide.");
  }
  if (change.over) await skipWaiting(ctx.data, { runId: run.id, wave: run.wave });
  const detail = { run: run.id, wave: run.wave };
  await recordAudit(ctx.data, { userId: ctx.actor.userId, action: audit, detail });
}
