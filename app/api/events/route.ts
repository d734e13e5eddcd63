import { readLiveShows } from "@/lib/core/live-shows";
import { problem, problemResponse } from "@/lib/web/api/problem";
import { eventStream } from "@/lib/web/event-stream";
import { getRuntime } from "@/lib/web/runtime";
import { currentActor } from "@/lib/web/session";

export { HEAD } from "@/lib/web/refuse-head";

export const dynamic = "force-dynamic";

/** Live events of the signed-in person's bots, for open pages. `shows` says what the page shows (lib/core/live-shows.ts). */
export async function GET(request: Request): Promise<Response> {
  const person = await currentActor();
  if (!person) return problemResponse(problem(401, "not_signed_in", "Sign in first."));
  const shows = readLiveShows(new URL(request.url).searchParams.get("shows"));
  if (!shows)
    return problemResponse(problem(400, "invalid_input", "shows is bots, or the ids of at most 100 bots."));
  const resumed = request.headers.has("last-event-id");
  const held = { ...person.actor, sessionId: person.sessionId };
  return eventStream(await getRuntime(), held, { signal: request.signal, shows, resumed });
}
