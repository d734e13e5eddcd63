import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldStats } from "../../lib/bots/fold-stats";
import { textForms } from "../../lib/bots/text-forms";
import { ChatSketch } from "../../lib/core/chat-sketch";
import { latencyClass, latencyClasses, latencyPercentile } from "../../lib/core/latency";

const classesOf = (times: readonly number[]) => {
  const counts = new Array<number>(latencyClasses).fill(0);
  for (const ms of times) counts[latencyClass(ms)] = (counts[latencyClass(ms)] ?? 0) + 1;
  return counts;
};

describe("handling times in classes", () => {
  test.each([
    [0, 0],
    [0.9, 0],
    [1, 1],
    [1.9, 1],
    [2, 2],
    [4, 3],
    [1023, 10],
    [9_000_000, latencyClasses - 1],
  ])("%d ms belongs into class %d", (ms, klass) => expect(latencyClass(ms)).toBe(klass));

  test("a percentile is off by less than a factor of two, and never beyond the longest", () => {
    const times = fc.array(fc.double({ min: 1, max: 8_000, noNaN: true }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(times, fc.constantFrom(0.5, 0.9, 0.99, 1), (all, share) => {
        const sorted = [...all].sort((a, b) => a - b);
        const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
        const longest = sorted.at(-1) ?? 0;
        const read = latencyPercentile(classesOf(all), share, longest) ?? 0;
        expect(read).toBeLessThanOrEqual(longest);
        expect(read).toBeGreaterThanOrEqual(exact / 2);
        expect(read).toBeLessThanOrEqual(exact * 2);
      }),
    );
  });

  test("of nothing there is no percentile", () => expect(latencyPercentile([], 0.5, 0)).toBeNull());
});

describe("a sketch of chats", () => {
  const sketchOf = (ids: Iterable<number>) => {
    const sketch = new ChatSketch();
    for (const id of ids) sketch.add(id);
    return sketch;
  };
  const ids = (count: number, from = 100_000_000) => Array.from({ length: count }, (_, i) => from + i * 37);

  test.each([
    [0, 0],
    [1, 0],
    [5, 0],
    [48, 0],
    [60, 8],
    [1_000, 200],
    [100_000, 20_000],
  ])("counts %d chats within %d", (count, within) => {
    for (const from of [1, 100_000_000, 5_000_000_000_000, -1_000_000_000_000]) {
      expect(Math.abs(sketchOf(ids(count, from)).count() - count)).toBeLessThanOrEqual(within);
    }
  });

  test("two merge into that of both, and a chat in both counts once", () => {
    const some = sketchOf(ids(300));
    some.merge(sketchOf(ids(200, 100_000_000 + 100 * 37)));
    expect(some.count()).toBe(sketchOf(ids(300)).count());
  });

  test("comes back from its bytes, which are few for few chats", () => {
    for (const count of [0, 1, 48, 49, 90, 5_000]) {
      const sketch = sketchOf(ids(count));
      expect(ChatSketch.ofBytes(sketch.toBytes()).count()).toBe(sketch.count());
    }
    expect(sketchOf(ids(10)).toBytes().length).toBe(40);
  });

  test("tells whether a chat changed it", () => {
    const sketch = new ChatSketch();
    expect(sketch.add(7)).toBe(true);
    expect(sketch.add(7)).toBe(false);
  });
});

test("counters become a point a bucket, quiet ones as zeros, and a sum of all", () => {
  const latency = classesOf([1, 1, 3]);
  const row = { kind: "message", door: "webhook", updates: 3, failures: 1, maxMs: 3, latency };
  const { points, totals } = foldStats(
    [
      { ...row, at: new Date(0) },
      { ...row, at: new Date(0), kind: "callback_query", door: "polling" },
      { ...row, at: new Date(120_000) },
    ],
    { from: 0, to: 180_000, bucketMs: 60_000 },
  );
  expect(points.map(({ updates }) => updates)).toEqual([6, 0, 3]);
  expect(points[0]).toMatchObject({
    at: "1970-01-01T00:00:00.000Z",
    failures: 2,
    byKind: { message: 3, callback_query: 3 },
    byDoor: { webhook: 3, polling: 3 },
  });
  expect(points[1]).toMatchObject({ byKind: {}, p50Ms: null, p99Ms: null });
  expect(totals).toMatchObject({ updates: 9, failures: 3, byDoor: { webhook: 6, polling: 3 } });
});

describe("a text that is looked for in payloads", () => {
  test.each([
    ["order #1", ["order #1"]],
    ['say "hi"\n', ['say \\"hi\\"\\n']],
    ["Да", ["Да", "\\u0414\\u0430", "\\u0434\\u0430", "\\u0414\\u0410"]],
    ["🙂", ["🙂", "\\ud83d\\ude42"]],
  ])("%j may stand there as %j", (text, forms) => expect(textForms(text)).toEqual(forms));
});
