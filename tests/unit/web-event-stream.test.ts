import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { eventStream } from "../../lib/web/event-stream";
import type { Portal } from "../../lib/web/runtime";

type Listener = Parameters<Portal["liveEvents"]["subscribe"]>[2];
type LiveEvent = Parameters<Listener>[0];

/** All that a stream uses of a runtime. */
function fakeRuntime() {
  const listeners = new Set<Listener>();
  const watchers = new Set<() => void>();
  const liveEvents: Portal["liveEvents"] = {
    subscribe(_person, _shows, listener) {
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
  const response = eventStream(runtime, person, { signal: abort.signal, shows: "bots", resumed });
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
    for (let id = 1; id <= 300; id++) {
      publish({ id, type: "bot", botId: 1 });
      await vi.advanceTimersByTimeAsync(500);
    }
    expect(listeners.size).toBe(0);
  });

  test("a thousand busy bots keep their page's stream open, and it is told to look again twice a second", async () => {
    const { runtime, publish, listeners } = fakeRuntime();
    const { abort, read } = open(runtime);
    await read();
    let id = 0;
    for (let round = 0; round < 20; round++) {
      for (let botId = 1; botId <= 1_000; botId++)
        publish({ id: ++id, type: "update", botId, updateId: id, at: "", door: "polling" });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(listeners.size, "the stream is open").toBe(1);
    await vi.advanceTimersByTimeAsync(500);
    abort.abort();
    const told: string[] = [];
    for (let message = await read(); message !== undefined; message = await read()) told.push(message);
    // At once, and after each half second of the two.
    expect(told).toHaveLength(5);
    expect(told[0]).toContain('"type":"update","botId":1,');
    for (const message of told.slice(1))
      expect(message).toMatch(/^id: \d+\ndata: \{"id":\d+,"type":"bots"\}\n\n$/);
    expect(told.at(-1), "the last event is told").toContain(`id: ${id}`);
  });

  test("of one bot's events the last is told, an update before a mere change; a gap stands for all; alerts are all told", async () => {
    const { runtime, publish } = fakeRuntime();
    const { abort, read } = open(runtime);
    await read();
    publish({ id: 1, type: "bot", botId: 3 });
    expect(await read()).toContain("id: 1\n");
    publish({ id: 2, type: "update", botId: 3, updateId: 9, at: "", door: "webhook" });
    publish({ id: 3, type: "bot", botId: 3 });
    await vi.advanceTimersByTimeAsync(500);
    expect(await read()).toContain("id: 2\n");
    const alert = { type: "alert", username: "a_bot", kind: "backlog", ended: false } as const;
    publish({ ...alert, id: 4, botId: 4 });
    publish({ ...alert, id: 5, botId: 5 });
    publish({ id: 6, type: "gap" });
    publish({ id: 7, type: "bot", botId: 8 });
    await vi.advanceTimersByTimeAsync(500);
    expect([await read(), await read(), await read()].join("").match(/id: \d/g)).toEqual([
      "id: 4",
      "id: 5",
      "id: 6",
    ]);
    await vi.advanceTimersByTimeAsync(500);
    abort.abort();
    expect(await read()).toBeUndefined();
  });

  test("a request that is over already opens nothing", async () => {
    const { runtime, listeners } = fakeRuntime();
    const signal = AbortSignal.abort();
    await eventStream(runtime, person, { signal, shows: "bots", resumed: false }).text();
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
