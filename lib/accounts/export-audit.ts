import { csvLine } from "../core/csv";
import { type AuditFilter, findAudit, recordAudit } from "../data/audit";
import { assertAdmin } from "./assert-admin";
import type { SignedInContext } from "./context";
import { auditView } from "./list-audit";

/** Entries that are read at once: all that is in memory of a log of any length. */
const slice = 1_000;

const head = ["time", "person", "account", "action", "bot", "bot_username", "details"];

/**
 * The audit log as CSV, the newest entry first, piece by piece as it is asked for. The export itself is in
 * the log.
 *
 * @throws HooklineError forbidden, before the first piece.
 */
export async function* exportAudit(
  ctx: SignedInContext,
  { filter }: { filter: AuditFilter },
): AsyncGenerator<string> {
  assertAdmin(ctx);
  await recordAudit(ctx.data, { userId: ctx.actor.userId, action: "audit.exported" });
  yield csvLine(head);
  let before: number | undefined;
  for (;;) {
    const rows = await findAudit(ctx.data, filter, slice, before);
    if (rows.length > 0) {
      yield rows
        .map(auditView)
        .map((row) =>
          csvLine([row.at, row.email, row.userId, row.action, row.botId, row.username, row.facts.join("; ")]),
        )
        .join("");
    }
    before = rows.at(-1)?.id;
    if (rows.length < slice) return;
  }
}
