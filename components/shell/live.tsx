"use client";

import { usePathname, useRouter } from "next/navigation";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";
import { keepConnected, type LiveConnection, type LiveState } from "./live-connection";
import { concerns, interestOf, type LiveMessage, refreshEveryMs, showsOf } from "./live-interest";

const LiveContext = createContext<LiveState>("connecting");

export function useLiveState(): LiveState {
  return useContext(LiveContext);
}

const RefreshContext = createContext(() => {});

/**
 * Shows the page anew, unless the server is away: Next would then give up the page for the browser's own page
 * of a site that cannot be reached.
 */
export function useLiveRefresh(): () => void {
  return useContext(RefreshContext);
}

type OnMessage = (message: LiveMessage) => void;

const ListenContext = createContext<(listener: OnMessage) => () => void>(() => () => {});

/** For what cannot wait until the page is shown anew: hands over every event, until what it returns is called. */
export function useOnLive(): (listener: OnMessage) => () => void {
  return useContext(ListenContext);
}

/**
 * Listens to `/api/events` for as long as the portal is open, and shows the page anew when something has
 * changed that it shows.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const router = useRouter();
  const path = usePathname();
  const [state, setState] = useState<LiveState>("connecting");
  const connection = useRef<LiveConnection>(undefined);
  const listeners = useRef(new Set<OnMessage>());
  const listen = useCallback((listener: OnMessage) => {
    listeners.current.add(listener);
    return () => void listeners.current.delete(listener);
  }, []);
  const page = useRef({ path, refresh: () => {} });
  page.current = { path, refresh: () => router.refresh() };
  const refreshNow = useCallback(() => {
    if (connection.current?.isOpen()) page.current.refresh();
  }, []);

  useEffect(() => {
    // What is not shown anew while the server is away is when the stream opens again.
    const refresh = throttle(refreshNow, () => refreshEveryMs(page.current.path));
    const onVisible = () => {
      if (document.visibilityState === "visible") refresh.flush();
    };
    document.addEventListener("visibilitychange", onVisible);
    const connected = keepConnected(showsOf(interestOf(page.current.path)), {
      onState: setState,
      onMessage: (message) => {
        for (const listener of listeners.current) listener(message);
        if (concerns(interestOf(page.current.path), message)) refresh.call();
      },
    });
    connection.current = connected;
    return () => {
      document.removeEventListener("visibilitychange", onVisible);
      connected.close();
      refresh.stop();
    };
  }, [refreshNow]);

  useEffect(() => {
    connection.current?.show(showsOf(interestOf(path)));
  }, [path]);

  return (
    <RefreshContext value={refreshNow}>
      <ListenContext value={listen}>
        <LiveContext value={state}>{children}</LiveContext>
      </ListenContext>
    </RefreshContext>
  );
}

/** Runs `act` soon after the first call and at most once per `everyMs()`; never while the page is hidden. */
function throttle(act: () => void, everyMs: () => number) {
  let due: ReturnType<typeof setTimeout> | undefined;
  // Not before React has taken over the page: a refresh in the middle of it would draw parts anew.
  let last = Date.now() + 500 - everyMs();
  let waiting = false;
  const run = () => {
    due = undefined;
    if (document.visibilityState === "hidden") return;
    waiting = false;
    last = Date.now();
    act();
  };
  return {
    call: () => {
      waiting = true;
      due ??= setTimeout(run, Math.max(120, last + everyMs() - Date.now()));
    },
    flush: () => {
      if (waiting && due === undefined) run();
    },
    stop: () => clearTimeout(due),
  };
}
