import { problem, problemResponse } from "@/lib/web/api/problem";
import { eventStream } from "@/lib/web/event-stream";
import { getRuntime } from "@/lib/web/runtime";
import { currentActor } from "@/lib/web/session";

export { HEAD } from "@/lib/web/refuse-head";

export const dynamic = "force-dynamic";

/** Live events of the signed-in person's bots, for open pages. */
export async function GET(request: Request): Promise<Response> {
  const person = await currentActor();
  if (!person) return problemResponse(problem(401, "not_signed_in", "Sign in first."));
  const resumed = request.headers.has("last-event-id");
  const held = { ...person.actor, sessionId: person.sessionId };
  return eventStream(await getRuntime(), held, { signal: request.signal, resumed });
}
