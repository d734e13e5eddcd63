import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { eventStream } from "../../lib/web/event-stream";
import type { Portal } from "../../lib/web/runtime";

type Listener = Parameters<Portal["liveEvents"]["subscribe"]>[1];
type LiveEvent = Parameters<Listener>[0];

/** All that a stream uses of a runtime. */
function fakeRuntime() {
  const listeners = new Set<Listener>();
  const watchers = new Set<() => void>();
  const liveEvents: Portal["liveEvents"] = {
    subscribe(_person, listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const sessions = {
    watch(_held: unknown, onOver: () => void) {
      watchers.add(onOver);
      return () => void watchers.delete(onOver);
    },
  };
  return {
    runtime: { liveEvents, sessions } as unknown as Portal,
    listeners,
    watchers,
    publish: (event: LiveEvent) => {
      for (const listener of [...listeners]) listener(event);
    },
  };
}

const person = { userId: 7, role: "tenant", sessionId: "a session" } as const;

function open(runtime: Portal, resumed = false) {
  const abort = new AbortController();
  const response = eventStream(runtime, person, { signal: abort.signal, resumed });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const read = async () => {
    const { value, done } = await reader.read();
    return done ? undefined : new TextDecoder().decode(value);
  };
  return { response, abort, reader, read };
}

describe("a stream of live events", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    expect(vi.getTimerCount(), "timers left behind").toBe(0);
    vi.useRealTimers();
  });

  test("says how to reconnect, hands on events with their ids, and beats every 15 s", async () => {
    const { runtime, publish, listeners } = fakeRuntime();
    const { response, abort, read } = open(runtime);
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(await read()).toMatch(/^retry: [123]\d{3}\n\n$/);
    publish({ id: 5, type: "bot", botId: 3 });
    expect(await read()).toBe('id: 5\ndata: {"id":5,"type":"bot","botId":3}\n\n');
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await read()).toBe("event: beat\ndata\n\n");
    abort.abort();
    expect(await read()).toBeUndefined();
    expect(listeners.size).toBe(0);
  });

  test("tells a page that comes back to look anew", async () => {
    const { runtime } = fakeRuntime();
    const { abort, read } = open(runtime, true);
    await read();
    expect(await read()).toBe('data: {"type":"gap"}\n\n');
    abort.abort();
  });

  test("ends with its session, and leaves nobody waiting for the session's end when it ends before", async () => {
    const { runtime, watchers, listeners } = fakeRuntime();
    const { read } = open(runtime);
    await read();
    for (const over of [...watchers]) over();
    expect(await read()).toBeUndefined();
    expect([listeners.size, watchers.size]).toEqual([0, 0]);
    open(runtime).abort.abort();
    expect(watchers.size).toBe(0);
  });

  test("ends after ten minutes, so that one whose page is gone without a word does not stay", async () => {
    const { runtime, listeners } = fakeRuntime();
    const { read } = open(runtime);
    await read();
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(listeners.size).toBe(0);
  });

  test("a page that goes away or reads nothing any more is forgotten", async () => {
    const { runtime, listeners, publish } = fakeRuntime();
    await open(runtime).reader.cancel();
    expect(listeners.size).toBe(0);
    open(runtime);
    for (let id = 1; id <= 300; id++) publish({ id, type: "bot", botId: 1 });
    expect(listeners.size).toBe(0);
  });

  test("a request that is over already opens nothing", async () => {
    const { runtime, listeners } = fakeRuntime();
    const signal = AbortSignal.abort();
    await eventStream(runtime, person, { signal, resumed: false }).text();
    expect(listeners.size).toBe(0);
  });

  test("of more than twenty pages of one person the oldest gives way", async () => {
    const { runtime, listeners } = fakeRuntime();
    const streams = Array.from({ length: 21 }, () => open(runtime));
    expect(listeners.size).toBe(20);
    const [oldest] = streams;
    await oldest?.read();
    expect(await oldest?.read()).toBeUndefined();
    for (const { abort } of streams) abort.abort();
    expect(listeners.size).toBe(0);
  });
});
