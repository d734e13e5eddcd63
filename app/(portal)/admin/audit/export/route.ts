import { exportAudit } from "@/lib/accounts/export-audit";
import { bodyOfSession } from "@/lib/web/body-of-session";
import { getRuntime } from "@/lib/web/runtime";
import { requireAdmin } from "@/lib/web/session";
import { auditFilter, readAuditAddress } from "../address";

export { HEAD } from "@/lib/web/refuse-head";

/** The audit log as a file. It is read as fast as it is taken, a thousand entries at a time. */
export async function GET(request: Request): Promise<Response> {
  const ctx = await requireAdmin();
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const lines = exportAudit(ctx, { filter: auditFilter(readAuditAddress(query)) });
  const today = new Date(ctx.clock.now()).toISOString().slice(0, 10);
  const held = { ...ctx.actor, sessionId: ctx.sessionId };
  return new Response(bodyOfSession(await getRuntime(), held, lines), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="hookline-audit-${today}.csv"`,
      "cache-control": "no-store",
    },
  });
}
