import { afterAll, describe, expect, it } from "vitest";
import { createLogger } from "../../lib/core/log";
import { createExpressions, maxExpressionSize } from "../../lib/expressions/expressions";
import { below, FairQueue } from "../../lib/expressions/fair-queue";
import { ExpressionThread } from "../../lib/expressions/thread";
import { assertExpressions } from "../../lib/replies/check-expressions";
import { repliesInput } from "../../lib/replies/reply-schemas";
import { longestTurn } from "../support/processor-time";

const expressions = createExpressions(createLogger("fatal", "web"));
afterAll(() => expressions.close());

/** A message that makes states of `[ab].{0,248}[!-#]` as fast as they can be made. */
const hostile = () => Array.from({ length: 4096 }, () => (Math.random() < 0.5 ? "a" : "c")).join("");
const slow = "[ab].{0,248}[!-#]";

let tenants = 0;
const someone = () => ++tenants;

describe("expressions in a text", () => {
  it.each(["(a+)+$", "(a|aa)+$", "(a|a?)+$", "(.*a){12}$", "((a+)?)+!x"])(
    "that would backtrack for ever are told in time: %s",
    async (source) => {
      const { verdicts } = await expressions.search(someone(), [source], `${"a".repeat(4096)}!`);
      expect(["found", "absent"]).toContain(verdicts[0]);
    },
  );

  it("that take too long are ended, and cheaper ones are found all the same, whatever their order", async () => {
    const tenant = someone();
    const { verdicts, tooSlow } = await expressions.search(
      tenant,
      [slow, `${slow}x`, "c", "("],
      `x${hostile()}`,
    );
    expect(verdicts).toEqual(["slow", "unread", "found", "faulty"]);
    expect(tooSlow).toBe(0);
    // And after it all is as before.
    const after = await expressions.search(tenant, ["(", "y$", "x"], "x");
    expect(after).toEqual({ verdicts: ["faulty", "absent", "found"], tooSlow: undefined });
  });

  it("that take too long hold up neither this thread nor another tenant's", async () => {
    const [attacker, other] = [someone(), someone()];
    const { value, longestMs } = await longestTurn(async () => {
      let attacks = 0;
      const done = { value: false };
      const attack = (async () => {
        while (!done.value) {
          await expressions.search(attacker, [slow, `${slow}?`, `${slow}{1,2}`], hostile());
          attacks++;
        }
      })();
      const asked = Array.from({ length: 10 }, () => () => expressions.search(other, ["hell?o"], "hello"));
      const answers: string[] = [];
      for (const ask of asked) {
        const before = attacks;
        answers.push(...(await ask()).verdicts);
        // At most the one that is under way ends first, and the one that begins at that moment.
        expect(attacks - before).toBeLessThanOrEqual(2);
      }
      done.value = true;
      await attack;
      return answers;
    });
    expect(value).toEqual(Array.from({ length: 10 }, () => "found"));
    expect(longestMs).toBeLessThan(50);
  });

  it("are not held against a tenant whose thread was kept from its core", async () => {
    // As many spinning processes as a machine has cores, and more: the expressions' thread gets a small part of one.
    const { spawn } = await import("node:child_process");
    const spinners = Array.from({ length: 4 }, () => spawn(process.execPath, ["-e", "for (;;);"]));
    try {
      for (let round = 0; round < 5; round++) {
        const { verdicts } = await expressions.search(someone(), ["(\\w+ )+\\d$", "^x"], "word ".repeat(800));
        expect(verdicts).toEqual(["absent", "absent"]);
      }
    } finally {
      for (const spinner of spinners) spinner.kill("SIGKILL");
    }
  });

  it("are charged and blamed for processor time alone, whatever their neighbours do", async () => {
    const { spawn } = await import("node:child_process");
    let onReady = () => {};
    const started = new Promise<void>((resolve) => {
      onReady = resolve;
    });
    const thread = new ExpressionThread({
      ...{ compileMs: 1_000, matchMs: 60, ceilingMs: 60_000, maxSize: 600, maxSources: 100 },
      onReady,
      onLong: () => {},
      onFailure: (error) => expect.unreachable(String(error)),
    });
    thread.start();
    await started;
    const spinners = Array.from({ length: 3 }, () => spawn(process.execPath, ["-e", "for (;;);"]));
    try {
      const before = process.cpuUsage();
      let chargedMs = 0;
      for (let round = 0; round < 5; round++) {
        const text = hostile().slice(0, 100);
        chargedMs += (await thread.run({ sources: [slow], text })).ms;
      }
      const { user, system } = process.cpuUsage(before);
      // Linux writes a running thread's time down every few milliseconds.
      expect(chargedMs).toBeLessThan((user + system) / 1_000 + 10);
      const { tooSlow } = await thread.run({ sources: ["(\\w+ ?)+\\d$", slow], text: hostile() });
      expect(tooSlow).toBe(1);
    } finally {
      for (const spinner of spinners) spinner.kill("SIGKILL");
      await thread.close();
    }
  });

  it("are as nothing to a process that is closing", async () => {
    const closing = createExpressions(createLogger("fatal", "web"));
    const asked = closing.search(1, [slow], hostile());
    await closing.close();
    expect((await asked).verdicts).toEqual(["unread"]);
    expect((await closing.search(1, ["a"], "a")).verdicts).toEqual(["unread"]);
  });
});

describe("a list of replies", () => {
  const refusal = (sources: readonly string[]) => {
    const replies = sources.map((value) => ({ trigger: { type: "regex", value }, text: "x" }));
    const parsed = repliesInput.parse({ replies });
    return assertExpressions(
      { expressions, actor: { userId: someone(), role: "tenant" } },
      parsed.replies,
    ).then(
      () => undefined,
      (error: { code: string; facts: { issues: { path: string; message: string }[] } }) => error,
    );
  };

  it.each([
    ["(a", "missing closing )"],
    ["a(?=b)", "(?="],
    ["(a)\\1", "\\1"],
    ["[z-a]", "z-a"],
    ["a{2000}", "{2000}"],
    ["(?:a{0,100}){0,100}", "{0,100}"],
    ["(.{1,30}){30}", `at most ${maxExpressionSize}`],
  ])("with %s is refused with the engine's words", async (source, texts) => {
    const error = await refusal(["ok", source]);
    expect(error?.code).toBe("invalid_input");
    expect(error?.facts.issues).toEqual([
      { path: "replies.1.trigger.value", message: expect.stringContaining(texts) },
    ]);
  });

  it("names every expression that cannot be used", async () => {
    expect((await refusal(["(", "a", ")"]))?.facts.issues.map(({ path }) => path)).toEqual([
      "replies.0.trigger.value",
      "replies.2.trigger.value",
    ]);
  });

  it("whose expressions are too large together is refused, with the first that is too much", async () => {
    const error = await refusal(Array.from({ length: 20 }, () => "(ab?c?){20}"));
    expect(error?.facts.issues[0]?.path).toMatch(/^replies\.\d+\.trigger\.value$/);
    expect(error?.facts.issues[0]?.message).toContain("too large together");
  });

  it("that takes too long to compile is refused in bounded time, while this thread goes on", async () => {
    const { value: error, longestMs } = await longestTurn(() =>
      refusal(Array.from({ length: 100 }, (_, index) => `${"[^\\pL]".repeat(70)}${index}`)),
    );
    expect(error?.facts.issues[0]?.message).toContain("takes too long to get ready");
    expect(longestMs).toBeLessThan(50);
  });

  it("of a hundred ordinary expressions is taken", async () => {
    const ordinary = Array.from({ length: 100 }, (_, index) => `^order #?${index}\\b`);
    expect(await refusal(ordinary)).toBeUndefined();
  });
});

describe("whose turn it is", () => {
  const queueAt = () => {
    const clock = { ms: 0 };
    return { clock, queue: new FairQueue<string>(() => clock.ms) };
  };

  it("is that of the tenant who has used least lately, one piece of work each at a time", () => {
    const { queue } = queueAt();
    queue.add(1, "a");
    queue.add(1, "b");
    queue.add(2, "c");
    expect(queue.take(below.everybody)).toEqual({ tenant: 1, work: "a" });
    expect(queue.take(below.everybody)).toEqual({ tenant: 2, work: "c" });
    expect(queue.take(below.everybody)).toBeUndefined();
    queue.done(2, 1);
    queue.done(1, 50);
    queue.add(2, "d");
    expect(queue.take(below.everybody)).toEqual({ tenant: 2, work: "d" });
    expect(queue.take(below.everybody)).toEqual({ tenant: 1, work: "b" });
  });

  it("does not come before that of others for who has used little, however new somebody is", () => {
    const { queue } = queueAt();
    queue.add(1, "a");
    queue.take(below.light);
    queue.done(1, 5);
    // One that came first, and nothing is known of.
    queue.add(2, "c");
    queue.add(1, "b");
    expect(queue.take(below.light)).toEqual({ tenant: 1, work: "b" });
    expect(queue.take(below.light)).toEqual({ tenant: 2, work: "c" });
  });

  it("is never that of heavy tenants where light ones are served, until they have rested", () => {
    const { clock, queue } = queueAt();
    queue.add(1, "a");
    queue.take(below.everybody);
    queue.done(1, 200);
    queue.add(1, "b");
    expect(queue.take(below.light)).toBeUndefined();
    clock.ms = 10_000;
    expect(queue.take(below.light)).toEqual({ tenant: 1, work: "b" });
  });

  it("is not that of somebody new where only proven tenants are served", () => {
    const { queue } = queueAt();
    queue.add(1, "a");
    expect(queue.take(below.proven)).toBeUndefined();
    expect(queue.take(below.light)).toEqual({ tenant: 1, work: "a" });
    queue.done(1, 1);
    queue.add(1, "b");
    expect(queue.take(below.proven)).toEqual({ tenant: 1, work: "b" });
  });

  it("comes within half a second and a turn for a light tenant, however many new and heavy ones ask", () => {
    const { clock, queue } = queueAt();
    queue.add(0, "mine");
    queue.take(below.everybody);
    // Less than heavy, and more than nothing: behind everybody new.
    queue.done(0, 88);
    for (let attacker = 1; attacker <= 24; attacker++) queue.add(attacker, "theirs");
    queue.add(0, "mine");
    const turnMs = 120;
    for (; clock.ms <= 500 + turnMs; clock.ms += turnMs) {
      const next = queue.take(below.light);
      if (next?.tenant === 0) break;
      queue.done(next?.tenant ?? 0, 3_200);
      queue.add(100 + clock.ms, "theirs");
    }
    expect(clock.ms).toBeLessThanOrEqual(500 + turnMs);
  });

  it("comes for somebody new too, however many light tenants have waited long", () => {
    const { clock, queue } = queueAt();
    for (let light = 1; light <= 24; light++) {
      queue.add(light, "first");
      queue.take(below.everybody);
      queue.done(light, 60);
    }
    queue.add(0, "new");
    for (let light = 1; light <= 24; light++) queue.add(light, "more");
    clock.ms = 2_000;
    expect(queue.take(below.light)?.tenant).toBe(0);
  });

  it("is never a heavy tenant's for having waited, nor anybody's but a proven tenant's where only they are served", () => {
    const { clock, queue } = queueAt();
    for (const [tenant, ms] of [
      [1, 3_200],
      [2, 90],
    ] as const) {
      queue.add(tenant, "a");
      queue.take(below.everybody);
      queue.done(tenant, ms);
      queue.add(tenant, "b");
    }
    clock.ms = 600;
    queue.add(3, "c");
    expect(queue.take(below.proven)).toBeUndefined();
    expect(queue.take(below.everybody)?.tenant).toBe(2);
    expect(queue.take(below.everybody)?.tenant).toBe(3);
    expect(queue.take(below.light)).toBeUndefined();
  });

  it("is over for work that was taken back", () => {
    const { queue } = queueAt();
    queue.add(1, "a");
    queue.add(1, "b");
    expect(queue.remove(1, "a")).toBe(true);
    expect(queue.remove(1, "a")).toBe(false);
    expect(queue.take(below.everybody)).toEqual({ tenant: 1, work: "b" });
    expect(queue.remove(1, "b")).toBe(false);
  });
});
