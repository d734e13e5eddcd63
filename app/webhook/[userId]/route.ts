import { peerOf } from "@/lib/web/peer";
import { readLimited } from "@/lib/web/read-limited";
import { getRuntime } from "@/lib/web/runtime";

export const dynamic = "force-dynamic";

/**
 * Telegram's way in on any Next host. Hookline's own web process answers the same requests before Next
 * sees them, by the same door (docs/decisions/0001-fast-lane.md).
 */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ userId: string }> },
): Promise<Response> {
  const [{ webhookDoor }, { userId }] = await Promise.all([getRuntime(), params]);
  // A process for pages alone: its web process answers these.
  if (!webhookDoor) return new Response(null, { status: 404 });
  const answer = await webhookDoor({
    userId,
    peer: peerOf(request.headers) ?? "",
    header: (name) => request.headers.get(name) ?? undefined,
    body: (most) => readLimited(request.body, most),
  });
  if (request.signal.aborted) answer.notAnswered?.();
  return new Response(answer.body, {
    status: answer.status,
    headers: {
      "content-type": "application/json",
      ...(answer.canary === undefined ? {} : { "x-hookline-canary": answer.canary }),
      ...(answer.retryAfterS === undefined ? {} : { "retry-after": String(answer.retryAfterS) }),
    },
  });
}
