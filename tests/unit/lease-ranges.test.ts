import { expect, test } from "vitest";
import { rangesOf } from "../../lib/data/leases";

const highest = 2 ** 31 - 1;

test("without bots there is one range, of all ids", () => {
  expect(rangesOf([], 1_000)).toEqual([{ from: 0, to: highest }]);
});

test.each([1, 3, 4, 5, 1_000])("ranges of %i bots leave no id out and take none twice", (most) => {
  const ids = [40, 3, 17, 1, 99, 8, highest, 2, 41, 55, 6, 7];
  const ranges = rangesOf(ids, most);
  expect(ranges[0]?.from).toBe(0);
  expect(ranges.at(-1)?.to).toBe(highest);
  for (const [i, range] of ranges.slice(1).entries()) expect(range.from).toBe((ranges[i]?.to ?? 0) + 1);
  const counts = ranges.map(({ from, to }) => ids.filter((id) => id >= from && id <= to).length);
  expect(Math.max(...counts)).toBeLessThanOrEqual(most);
  expect(ranges).toHaveLength(Math.ceil(ids.length / most));
});
