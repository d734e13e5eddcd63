import type { HeldSession } from "../accounts/session-watch";
import type { LiveShows } from "../core/live-shows";
import { coalesceEvents, type LiveMessage } from "./coalesce-events";
import type { Portal } from "./runtime";

/** Pages watch for it: one that hears nothing for longer connects anew. */
const heartbeatMs = 15_000;
/** After this a page connects anew: a connection that nobody is behind any more, and nobody closed, goes. */
const lifetimeMs = 10 * 60_000;
/** More pages than anybody has open; the oldest gives way. */
const maxStreamsPerPerson = 20;
/** A page that reads nothing for this many messages is gone or stuck. */
const maxUnread = 256;

/** The open streams of each runtime's people. */
const openStreams = new WeakMap<Portal, Map<number, Set<() => void>>>();

/**
 * Server-sent events (HTML Living Standard, 9.2) for one open page. They end with the session, and with a new role:
 * the page then connects anew, and is told what it may hear now, or 401. A page hears only of bots that it shows, and
 * is told to look again at most twice a second.
 *
 * @param shows what the page shows.
 * @param resumed the page was connected before: what it missed is not kept, so it is told to look anew.
 */
export function eventStream(
  runtime: Portal,
  person: HeldSession,
  { signal, shows, resumed }: { signal: AbortSignal; shows: LiveShows; resumed: boolean },
): Response {
  let close = () => {};
  let wanted = true;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const encoder = new TextEncoder();
        const send = (text: string) => {
          if ((controller.desiredSize ?? 0) <= 0) return close();
          controller.enqueue(encoder.encode(text));
        };
        close = openOn(runtime, { person, shows }, send, () => {
          signal.removeEventListener("abort", close);
          if (wanted) controller.close();
        });
        signal.addEventListener("abort", close, { once: true });
        // Spread, so that the pages of a server that restarts do not all come back in the same moment.
        send(`retry: ${1_000 + Math.round(Math.random() * 2_000)}\n\n`);
        if (resumed) send(message({ type: "gap" }));
        if (signal.aborted) close();
      },
      cancel() {
        wanted = false;
        close();
      },
    },
    { highWaterMark: maxUnread },
  );
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      // no-transform keeps compression, and with it its buffer, away from the stream.
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

/** Subscribes and keeps the clock. What it returns ends all of it, once. */
function openOn(
  runtime: Portal,
  { person, shows }: { person: HeldSession; shows: LiveShows },
  send: (text: string) => void,
  onClose: () => void,
): () => void {
  const streams = streamsOf(runtime, person.userId);
  let open = true;
  const events = coalesceEvents((event) => send(message(event)));
  const unsubscribe = runtime.liveEvents.subscribe(person, shows, events.add);
  const unwatch = runtime.sessions.watch(person, () => close());
  const heartbeat = setInterval(() => send("event: beat\ndata\n\n"), heartbeatMs);
  const lifetime = setTimeout(() => close(), lifetimeMs);
  function close(): void {
    if (!open) return;
    open = false;
    unsubscribe();
    events.stop();
    unwatch();
    clearInterval(heartbeat);
    clearTimeout(lifetime);
    streams.delete(close);
    if (streams.size === 0) openStreams.get(runtime)?.delete(person.userId);
    onClose();
  }
  streams.add(close);
  const [oldest] = streams;
  if (streams.size > maxStreamsPerPerson) oldest?.();
  return close;
}

function streamsOf(runtime: Portal, userId: number): Set<() => void> {
  const people = openStreams.get(runtime) ?? new Map<number, Set<() => void>>();
  openStreams.set(runtime, people);
  const streams = people.get(userId) ?? new Set();
  people.set(userId, streams);
  return streams;
}

function message(event: LiveMessage | { type: "gap" }): string {
  const id = "id" in event ? `id: ${event.id}\n` : "";
  return `${id}data: ${JSON.stringify(event)}\n\n`;
}
