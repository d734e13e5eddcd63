import { type LiveShows, writeLiveShows } from "@/lib/core/live-shows";
import type { LiveMessage } from "./live-interest";

/**
 * "live": events arrive; "behind": the connection is lost and what is shown may be old; "signed-out": the
 * session has ended, here or elsewhere.
 */
export type LiveState = "connecting" | "live" | "behind" | "signed-out";

interface LiveListener {
  onState: (state: LiveState) => void;
  /** Something has happened; without a bot's number, anything may have. */
  onMessage: (message: LiveMessage) => void;
}

export interface LiveConnection {
  /** Whether the server is there, as far as anybody knows. */
  isOpen: () => boolean;
  /** Another page is open now: connects anew where it shows something else. */
  show: (shows: LiveShows) => void;
  close: () => void;
}

const addressFor = (shows: LiveShows) => `/api/events?shows=${writeLiveShows(shows)}`;
/** Short breaks are not worth a word. */
const behindAfterMs = 3_000;
/** The server beats every 15 s. A connection that is silent for longer is dead, whatever the browser thinks. */
const silentMs = 40_000;
const firstRetryMs = 1_000;
const lastRetryMs = 15_000;

/**
 * Keeps an event stream open until it is told to stop. The browser mends short breaks; this mends what it does
 * not: a refused stream, one that fell silent, a device that slept. Nothing is replayed: whenever the stream is
 * open again, `onMessage` says that anything may have happened, and the page shows what is true then.
 */
export function keepConnected(firstShows: LiveShows, { onState, onMessage }: LiveListener): LiveConnection {
  let address = addressFor(firstShows);
  let source: EventSource | undefined;
  let lost: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let retryMs = firstRetryMs;
  let stopped = false;

  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(connect, silentMs);
  };

  const isLost = () => {
    lost ??= setTimeout(() => onState("behind"), behindAfterMs);
  };

  function connect(): void {
    clearTimeout(again);
    again = undefined;
    source?.close();
    const current = new EventSource(address);
    source = current;
    heard();
    current.onopen = () => {
      clearTimeout(lost);
      lost = undefined;
      retryMs = firstRetryMs;
      onState("live");
      // The stream listens since before it answered: whatever comes after this look is told.
      onMessage({});
    };
    current.onmessage = ({ data }) => {
      heard();
      onMessage(JSON.parse(data) as LiveMessage);
    };
    current.addEventListener("beat", heard);
    current.onerror = () => {
      isLost();
      // A refused stream (a restart answers 502 or 503, an ended session 401) is closed for good.
      if (current.readyState === EventSource.CLOSED && current === source) void refused();
    };
  }

  async function refused(): Promise<void> {
    clearTimeout(silence);
    const status = await statusOf(address);
    if (stopped || again !== undefined) return;
    if (status === 401) return onState("signed-out");
    // Many pages lose the same server at once: they come back one after another.
    again = setTimeout(connect, retryMs * (0.5 + Math.random()));
    retryMs = Math.min(retryMs * 2, lastRetryMs);
  }

  /** The network is back, or the device woke up: no reason to wait any longer. */
  const hurry = () => {
    if (again !== undefined) connect();
  };
  window.addEventListener("online", hurry);
  document.addEventListener("visibilitychange", hurry);
  connect();
  return {
    isOpen: () => source?.readyState === EventSource.OPEN,
    show(shows) {
      const before = address;
      address = addressFor(shows);
      // While a retry waits, it takes the new address along.
      if (address !== before && again === undefined) connect();
    },
    close() {
      stopped = true;
      window.removeEventListener("online", hurry);
      document.removeEventListener("visibilitychange", hurry);
      for (const timer of [lost, again, silence]) clearTimeout(timer);
      source?.close();
    },
  };
}

/** EventSource does not say why it was refused. */
async function statusOf(url: string): Promise<number | undefined> {
  const abort = new AbortController();
  try {
    const { status } = await fetch(url, { signal: abort.signal, cache: "no-store" });
    return status;
  } catch {
    return undefined;
  } finally {
    abort.abort();
  }
}
