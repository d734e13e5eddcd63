import { doorProgress } from "@/lib/bots/door-progress";
import { pageSentences } from "@/lib/web/page-language";
import { currentActor } from "@/lib/web/session";
import { idOf, orNotFound } from "../../../verb-for-page";

/**
 * How far a switch has come, for the page that asked for it: Next shows a page anew only when the action
 * under way is over.
 */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const ctx = await currentActor();
  if (!ctx) return new Response(null, { status: 401 });
  const progress = await orNotFound(doorProgress(ctx, { botId: idOf((await params).id) }));
  const say = await pageSentences();
  return Response.json(
    { ...progress, reason: progress.reason && say(progress.reason) },
    { headers: { "cache-control": "no-store" } },
  );
}
