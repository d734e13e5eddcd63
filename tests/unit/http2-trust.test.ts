import { expect, test } from "vitest";
import { Http2Trust } from "../../lib/telegram/http2-trust";

const minute = 60_000;

/** For how many seconds the share of a connection that failed at each of these moments rests. */
function rests(moments: number[]): (number | undefined)[] {
  const trust = new Http2Trust();
  return moments.map((now) => {
    const until = trust.failed(now);
    return until === undefined ? undefined : (until - now) / 1000;
  });
}

test.each([
  ["the first failure rests a minute", [0], [60]],
  ["failures that come together are one trouble", [0, 10, 20_000], [60, 60, 60]],
  ["trouble that comes back doubles the rest", [0, minute, 2 * minute, 3 * minute], [60, 120, 240, 480]],
  [
    "the rest ends at half an hour",
    [0, 1, 2, 3, 4, 5, 6].map((n) => n * minute),
    [60, 120, 240, 480, 960, 1800, 1800],
  ],
  ["ten minutes without a failure forgive all", [0, minute, 11 * minute], [60, 120, 60]],
])("%s", (_promise, moments, expected) => {
  expect(rests(moments)).toEqual(expected);
});

test("a network that fails for a moment sends no more than ten connections' share over HTTP/1.1 in ten seconds", () => {
  const trust = new Http2Trust();
  const granted = Array.from({ length: 100 }, () => trust.failed(0)).filter((until) => until !== undefined);
  expect(granted).toHaveLength(10);
  expect(trust.failed(9_999)).toBeUndefined();
  expect(trust.failed(10_000)).toBeDefined();
});
