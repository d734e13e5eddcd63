import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GroupCommit } from "../../lib/core/group-commit";
import { pollPauseMs } from "../../lib/doors/poll-pause";
import { envelopeOf, readEnvelope } from "../../lib/pipeline/envelope";
import { Lanes } from "../../lib/pipeline/lanes";
import { SendSlots } from "../../lib/sending/send-slots";
import { UpdateCalls } from "../../lib/sending/update-calls";
import { TelegramRefusal } from "../../lib/telegram/failure";

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

describe("lanes", () => {
  test("tasks of one lane run in order also after a failure, other lanes go on, none is left behind", async () => {
    const lanes = new Lanes();
    const seen: string[] = [];
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const first = lanes.run("a", async () => {
      await gate;
      seen.push("a1");
      throw new Error("no");
    });
    const second = lanes.run("a", async () => void seen.push("a2"));
    await lanes.run("b", async () => void seen.push("b1"));
    open();
    await expect(first).rejects.toThrow("no");
    await second;
    await Promise.resolve();
    expect(seen).toEqual(["b1", "a1", "a2"]);
    expect(lanes.size).toBe(0);
  });
});

describe("send slots", () => {
  test("so many updates of a bot send at once and no more; other bots do not wait", async () => {
    const slots = new SendSlots(2);
    const frees = [await slots.take(1), await slots.take(1)];
    let third = false;
    const waiting = slots.take(1).then((free) => {
      third = true;
      return free;
    });
    (await slots.take(2))();
    expect(third).toBe(false);
    frees[0]?.();
    (await waiting)();
    expect(third).toBe(true);
  });
});

describe("an update's calls", () => {
  const make = (mayHold: boolean) => {
    const sent: string[] = [];
    const calls = new UpdateCalls(async ({ method, params }) => {
      const { text } = params as { text?: string };
      if (text === "refuse")
        throw new TelegramRefusal(
          method,
          403,
          "Forbidden: bot was blocked by the user",
          undefined,
          undefined,
        );
      sent.push(text ?? method);
      return { message_id: 1 };
    }, mayHold);
    return { sent, calls };
  };

  test("the only message is held for the answer", async () => {
    const { sent, calls } = make(true);
    await calls.make("answerCallbackQuery", {});
    expect(await calls.make("sendMessage", { text: "one" })).toBe(true);
    expect(calls.held).toEqual({ method: "sendMessage", params: { text: "one" } });
    expect(sent).toEqual(["answerCallbackQuery"]);
  });

  test("a second message sends the first one first", async () => {
    const { sent, calls } = make(true);
    await calls.make("sendMessage", { text: "one" });
    await calls.make("sendMessage", { text: "two" });
    expect(sent).toEqual(["one", "two"]);
    expect(calls.held).toBeUndefined();
  });

  test("a refusal is on record in Telegram's words", async () => {
    const { calls } = make(false);
    await expect(calls.make("sendMessage", { text: "refuse" })).rejects.toThrow("blocked");
    expect(JSON.parse(calls.record() ?? "")).toMatchObject([
      { ok: false, error: "Forbidden: bot was blocked by the user" },
    ]);
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
