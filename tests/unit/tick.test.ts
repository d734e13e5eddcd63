import { expect, test } from "vitest";
import { toTick } from "../../lib/core/tick";

test("what is due at about the same time is done at the same beat", () => {
  expect(5_300 + toTick(1_000, 5_300, 5_300)).toBe(6_000);
  expect(5_020 + toTick(1_000, 4_990, 5_020)).toBe(6_000);
  expect(5_700 + toTick(5_000, 5_700, 5_700)).toBe(10_000);
  expect(5_700 + toTick(10_000, 5_700, 5_700)).toBe(15_000);
});

test("a period is kept, however late each of its timers is", () => {
  let since = 3_000;
  for (let round = 1; round <= 100; round++) {
    const now = since + 40;
    since = now + toTick(2_000, since, now) + 3;
    expect(since).toBe(3_000 + round * 2_000 + 3);
  }
});

test("what must come sooner than a beat comes exactly then", () => {
  expect(toTick(250, 5_300, 5_310)).toBe(240);
});

test("what took longer than its period is due at once", () => {
  expect(toTick(1_000, 5_000, 7_500)).toBe(0);
});
