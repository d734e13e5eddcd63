import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GroupCommit } from "../../lib/core/group-commit";
import type { IncomingUpdate } from "../../lib/data/incoming-update";
import { envelopeOf, readEnvelope } from "../../lib/doors/envelope";
import { pollPauseMs } from "../../lib/doors/poll-pause";
import { Admission, Overloaded } from "../../lib/pipeline/admission";
import { ChatQueues } from "../../lib/pipeline/chat-queue";
import { gate } from "../support/gate";

describe("the envelope of an update", () => {
  test("whatever bytes come, it is read or refused, never thrown", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        readEnvelope(Buffer.from(bytes));
      }),
    );
  });

  test("whatever JSON comes, only an object with an update_id from 0 to 2^53 - 1 is an update", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const value = JSON.parse(json) as unknown;
        const id = (value as { update_id?: unknown } | null)?.update_id;
        const right =
          typeof value === "object" &&
          !Array.isArray(value) &&
          Number.isSafeInteger(id) &&
          (id as number) >= 0;
        expect(readEnvelope(Buffer.from(json)) !== undefined).toBe(right);
      }),
    );
  });

  test("any update keeps its id, kind, chat and its payload to the letter", () => {
    const kinds = fc.stringMatching(/^[a-z][a-z_]{0,30}$/).filter((kind) => kind !== "update_id");
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        kinds,
        fc.maxSafeInteger(),
        fc.string(),
        (updateId, kind, chatId, text) => {
          const payload = JSON.stringify({ update_id: updateId, [kind]: { chat: { id: chatId }, text } });
          expect(readEnvelope(Buffer.from(payload))).toMatchObject({ updateId, kind, chatId, payload });
        },
      ),
    );
  });

  test.each([
    ["a message's chat", { update_id: 1, message: { chat: { id: -5 } } }, "message", -5],
    [
      "a callback query's message's chat",
      { update_id: 1, callback_query: { message: { chat: { id: 7 } } } },
      "callback_query",
      7,
    ],
    ["no chat in an inline query", { update_id: 1, inline_query: { id: "1" } }, "inline_query", null],
    ["a kind before the id", { poll: {}, update_id: 1 }, "poll", null],
    ["a kind with a strange name", { update_id: 1, "Bad Kind!": {} }, "unknown", null],
    ["nothing but an id", { update_id: 1 }, "unknown", null],
  ])("%s", (_what, value, kind, chatId) => {
    expect(envelopeOf(value)).toMatchObject({ updateId: 1, kind, chatId });
  });
});

describe("group commit", () => {
  test("callers that come together share a commit, and each learns its own result", async () => {
    const batches: number[][] = [];
    const commits = new GroupCommit<number, number>({
      most: 4,
      slots: 1,
      commit: async (batch) => {
        batches.push(batch);
        return batch.map((n) => n * 10);
      },
    });
    const results = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => commits.add(n)));
    expect(results).toEqual([10, 20, 30, 40, 50, 60]);
    expect(batches).toEqual([
      [1, 2, 3, 4],
      [5, 6],
    ]);
  });

  test("a few do not wait for the few before them, and a crowd is waited for", async () => {
    const open: (() => void)[] = [];
    const sizes: number[] = [];
    const commits = new GroupCommit<number, number>({
      most: 10,
      slots: 2,
      crowd: 3,
      commit: async (batch) => {
        sizes.push(batch.length);
        await new Promise<void>((resolve) => open.push(resolve));
        return batch;
      },
    });
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const callers = [commits.add(1)];
    await turn();
    callers.push(commits.add(2), commits.add(3));
    await turn();
    // Two batches of three items are under way: the slots are taken, and the crowd is complete.
    callers.push(commits.add(4));
    await turn();
    expect(sizes).toEqual([1, 2]);
    open[0]?.();
    await turn();
    callers.push(commits.add(5), commits.add(6));
    await turn();
    // Two of three are left, so the next goes; then there are three again.
    expect(sizes).toEqual([1, 2, 1]);
    for (const release of open) release();
    await turn();
    for (const release of open) release();
    await Promise.all(callers);
    expect(sizes).toEqual([1, 2, 1, 2]);
  });

  test("a commit that fails fails its own callers only", async () => {
    const commits = new GroupCommit<number, number>({
      most: 1,
      slots: 1,
      commit: async ([n = 0]) => {
        if (n === 2) throw new Error("no");
        return [n];
      },
    });
    const results = await Promise.allSettled([1, 2, 3].map((n) => commits.add(n)));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });
});

const update = (botId: number, updateId: number, chatId: number | null): IncomingUpdate => ({
  botId,
  updateId,
  arrival: updateId,
  chatId,
  kind: "message",
  door: "polling",
  payload: "{}",
  update: { update_id: updateId },
});

describe("the queue of a chat", () => {
  test("its updates run in order also after a failure, other chats go on, none is left behind", async () => {
    const queues = new ChatQueues();
    const seen: string[] = [];
    const opening = gate();
    const first = queues.run(update(1, 1, 7), async () => {
      await opening.opened;
      seen.push("a1");
      throw new Error("no");
    });
    const second = queues.run(update(1, 2, 7), async () => void seen.push("a2"));
    await queues.run(update(1, 3, 8), async () => void seen.push("b1"));
    await queues.run(update(2, 1, 7), async () => void seen.push("another bot's"));
    await queues.run(update(1, 4, null), async () => void seen.push("no chat"));
    expect(queues.mustWait(update(1, 5, 7))).toBe(true);
    expect(queues.mustWait(update(1, 5, 9))).toBe(false);
    opening.open();
    await expect(first).rejects.toThrow("no");
    await second;
    await Promise.resolve();
    expect(seen).toEqual(["b1", "another bot's", "no chat", "a1", "a2"]);
    expect(queues.size).toBe(0);
  });

  test("what an update's own process is told to do with it is done in the place that is kept for it", async () => {
    const queues = new ChatQueues();
    const seen: string[] = [];
    const closed = gate();
    const kept = queues.keepPlace(update(1, 1, 7), false, async (place) => {
      while (!seen.includes("1")) await place.workWithin(60_000);
      await closed.opened;
    });
    const behind = queues.run(update(1, 2, 7), async () => void seen.push("2"));
    await queues.run(update(1, 1, 7), async () => void seen.push("1"));
    expect(queues.keepPlace(update(1, 1, 7), true, async () => void seen.push("twice"))).toBe(kept);
    closed.open();
    await Promise.all([kept, behind]);
    expect(seen).toEqual(["1", "2"]);
  });
});

describe("admission", () => {
  const waits = { waiting: 0, oldestMs: 0 };
  const stop = new AbortController();
  const admission = new Admission(waits, stop.signal);

  test.each([
    [0, 0, false],
    [255, 60_000, false],
    [256, 399, false],
    [256, 400, true],
    [2_000, 0, true],
  ])(
    "with %i updates that wait, the oldest for %i ms, it is overloaded: %s",
    (waiting, oldestMs, overloaded) => {
      Object.assign(waits, { waiting, oldestMs });
      expect(admission.overloaded).toBe(overloaded);
      if (overloaded) expect(() => admission.admit()).toThrow(Overloaded);
      else admission.admit();
      Object.assign(waits, { waiting: 0, oldestMs: 0 });
    },
  );

  test("an update is in flight until its end, and counts once though it is acquired twice", async () => {
    const ending = gate();
    const one = update(1, 1, 7);
    const acquired = admission.acquire(one, ending.opened);
    void admission.acquire(one, ending.opened);
    expect([admission.inFlight, admission.has(one)]).toEqual([1, true]);
    ending.open();
    await acquired;
    await admission.empty();
    expect([admission.inFlight, admission.has(one), admission.end(one)]).toEqual([0, false, undefined]);
  });

  test("nothing is taken in by a process that stops", () => {
    admission.refuseIfFull();
    stop.abort();
    expect(() => admission.refuseIfFull()).toThrow(Overloaded);
  });
});

describe("the pause after a failed poll", () => {
  test.each([
    ["rate-limited", 1, 7, 7_000],
    ["rate-limited", 5, undefined, 1_000],
    ["other-poller", 1, undefined, 3_000],
    ["webhook-set", 2, undefined, 6_000],
    ["webhook-replaced", 10, undefined, 60_000],
    ["unreachable", 1, undefined, 500],
    ["unreachable", 20, undefined, 15_000],
    [undefined, 1, undefined, 1_000],
    ["refused", 40, undefined, 30_000],
  ] as const)("%s, failure %i, told to wait %s s: %i ms", (failure, failures, retryAfterS, ms) => {
    expect(pollPauseMs(failure, failures, retryAfterS)).toBe(ms);
  });
});
