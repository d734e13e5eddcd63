import { HooklineError } from "../core/errors";
import { type AuditFilter, type AuditRow, findAudit } from "../data/audit";
import { assertAdmin } from "./assert-admin";
import type { SignedInContext } from "./context";

/** An entry of the audit log as pages show it. */
export interface AuditView extends Omit<AuditRow, "at" | "detail"> {
  at: string;
  /** The entry's facts as "name: value". */
  facts: string[];
}

/** Entries that fit, the newest first, and where the next page begins. */
export async function listAudit(
  ctx: SignedInContext,
  input: { filter: AuditFilter; limit: number; before?: number | undefined },
): Promise<{ items: AuditView[]; next: number | null }> {
  assertAdmin(ctx);
  const { filter, limit, before } = input;
  if (filter.from && filter.to && filter.from >= filter.to) {
    throw new HooklineError("invalid_input", "The time to begin with lies behind the time to end with.");
  }
  const rows = await findAudit(ctx.data, filter, limit + 1, before);
  const items = rows.slice(0, limit);
  return { items: items.map(auditView), next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

export function auditView({ at, detail, ...row }: AuditRow): AuditView {
  const facts = Object.entries(typeof detail === "object" && detail !== null ? detail : {});
  return { ...row, at: at.toISOString(), facts: facts.map(([name, value]) => `${name}: ${String(value)}`) };
}
