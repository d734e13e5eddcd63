import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arrivalUnder, continues, newerOf, place, type Twin } from "../../lib/arrival/place";
import type { Series } from "../../lib/data/arrivals";

const day = 24 * 3_600_000;
const now = 1_000 * day;
const old = 727_000_000;
const low = 117_000_000;
const series = (some: Partial<Series> = {}): Series => ({
  ...{ raise: 0, highest: old, lastAt: now, idle: false, earlier: [] },
  ...some,
});
const raised = old + 100_001 - low;
const afterFall = { raise: raised, highest: low + raised + 5, earlier: [{ raise: 0, highest: old }] };

describe("whether a number continues the series", () => {
  test.each<[string, Partial<Series>, number, boolean]>([
    ["the next one", {}, old + 1, true],
    ["one a little further up", {}, old + 99_999, true],
    ["one that jumps up", {}, old + 100_000, false],
    ["one that comes late", {}, old - 99_999, true],
    ["one that was delivered before", {}, old, true],
    ["one further down than a queue is long", {}, old - 100_000, false],
    ["one that has fallen", {}, low, false],
    ["the first of a bot that this process knows", { highest: null, lastAt: null }, low, false],
    ["the next one after a day in which this process has seen none", { lastAt: now - day }, old + 1, false],
    ["one whose predecessor's time is not known", { lastAt: null }, old + 1, false],
    ["the next one after a fall", afterFall, low + 6, true],
    ["an earlier series' last one", afterFall, old, false],
    ["an earlier series' next one", afterFall, old + 1, false],
    ["an earlier series' one from a full queue", afterFall, old - 99_999, false],
    ["one between the two series", afterFall, old - 200_000_000, false],
  ])("%s", (_, some, number, expected) => {
    expect(continues(series(some), number, now)).toBe(expected);
  });
});

describe("the place of a number", () => {
  const stored = (some: Partial<Twin> = {}): Twin => ({ raise: 0, recent: true, same: true, ...some });
  test.each<[string, Partial<Series>, number, Twin[], { arrival: number } | { raise: number }]>([
    ["the next one", {}, old + 1, [], { arrival: old + 1 }],
    ["one that comes late", {}, old - 7, [], { arrival: old - 7 }],
    ["one delivered again", {}, old, [stored()], { arrival: old }],
    ["one delivered again from far below", {}, low, [stored()], { arrival: low }],
    ["an equal number with another content", {}, old, [stored({ same: false })], { raise: 100_001 }],
    ["an equal number two days later", {}, old, [stored({ recent: false })], { raise: 100_001 }],
    ["one that has fallen", {}, low, [], { raise: raised }],
    ["one that has fallen a little after two idle days", { idle: true }, old - 7, [], { raise: 100_008 }],
    ["one that goes on after two idle days", { idle: true }, old + 1, [], { arrival: old + 1 }],
    ["the first of a bot", { highest: null, lastAt: null }, low, [], { arrival: low }],
    ["the next one after a fall", afterFall, low + 6, [], { arrival: low + 6 + raised }],
    ["an earlier series' one, delivered again after a fall", afterFall, old, [stored()], { arrival: old }],
    ["an earlier series' one that was not there", afterFall, old + 1, [], { arrival: old + 1 + raised }],
    [
      "an earlier series' equal with another content",
      afterFall,
      old,
      [stored({ same: false })],
      { arrival: old + raised },
    ],
    ["one beyond what can be ordered", { highest: 2 ** 53 - 1 }, 1, [], { arrival: 1 }],
  ])("%s", (_, some, number, twins, expected) => {
    expect(place(series(some), number, twins)).toEqual(expected);
  });

  test("a raise lifts what may still come late above all that came before", () => {
    const placed = place(series(), low, []) as { raise: number };
    expect(arrivalUnder(placed.raise, low - 100_000)).toBe(old + 1);
  });
});

test("of two sides the one that has seen the newer raise is right, else the higher arrival", () => {
  const fallen = series(afterFall);
  expect(newerOf(series({ highest: old + 9 }), fallen)).toEqual(fallen);
  expect(newerOf(fallen, series())).toEqual(fallen);
  expect(newerOf(series({ highest: old + 9 }), series()).highest).toBe(old + 9);
  expect(newerOf(series({ highest: null, lastAt: null }), series()).highest).toBe(old);
});

interface Row {
  arrival: number;
  content: string;
  at: number;
}

/** The database, and processes that remember what they have seen of the bot. */
class World {
  time = now;
  readonly rows = new Map<number, Row>();
  #raise = 0;
  readonly #earlier: { raise: number; highest: number; lastAt: number }[] = [];
  readonly memories: Series[];

  constructor(processes: number) {
    this.memories = Array.from({ length: processes }, () => this.read());
  }

  /** What a process finds that loads the bot. */
  read(): Series {
    const rows = [...this.rows.values()];
    const newest = rows.reduce<Row | undefined>((a, b) => (a && a.arrival > b.arrival ? a : b), undefined);
    return {
      raise: this.#raise,
      highest: newest?.arrival ?? null,
      lastAt: newest?.at ?? null,
      idle: newest !== undefined && this.time - newest.at >= 2 * day,
      earlier: this.#recent(),
    };
  }

  /** @returns the arrival under which the update is new here, or undefined for one that was stored before. */
  deliver(process: number, number: number, content: string): number | undefined {
    const memory = this.memories[process] as Series;
    const first = continues(memory, number, this.time)
      ? arrivalUnder(memory.raise, number)
      : this.#lookUp(process, number, content);
    this.#moveOn(process, first);
    if (this.#store(first, content)) return first;
    const again = this.#lookUp(process, number, content);
    this.#moveOn(process, again);
    return again !== first && this.#store(again, content) ? again : undefined;
  }

  #recent() {
    return this.#earlier.filter(({ lastAt }) => this.time - lastAt < 2 * day);
  }

  #store(arrival: number, content: string): boolean {
    if (this.rows.has(arrival)) return false;
    this.rows.set(arrival, { arrival, content, at: this.time });
    return true;
  }

  #moveOn(process: number, arrival: number): void {
    const memory = this.memories[process] as Series;
    const highest = Math.max(memory.highest ?? arrival, arrival);
    this.memories[process] = { ...memory, highest, lastAt: this.time, idle: false };
  }

  #lookUp(process: number, number: number, content: string): number {
    const found = newerOf(this.memories[process] as Series, this.read());
    const twins = [this.#raise, ...this.#recent().map(({ raise }) => raise)].flatMap((raise) => {
      const row = this.rows.get(number + raise);
      return row ? [{ raise, recent: this.time - row.at < 2 * day, same: row.content === content }] : [];
    });
    const placed = place(found, number, twins);
    if ("arrival" in placed) {
      this.memories[process] = found;
      return placed.arrival;
    }
    this.#earlier.push({ raise: this.#raise, highest: found.highest ?? 0, lastAt: found.lastAt ?? 0 });
    this.#raise = placed.raise;
    this.memories[process] = { ...found, raise: placed.raise, earlier: this.#recent() };
    return arrivalUnder(placed.raise, number);
  }
}

const stretch = fc.record({
  /** A move of servers happens at once; an idle week passes before the other. */
  idle: fc.boolean(),
  start: fc.integer({ min: 0, max: 2_000 }),
  updates: fc.array(
    fc.record({
      late: fc.integer({ min: 0, max: 3 }),
      by: fc.nat(2),
      again: fc.array(fc.record({ after: fc.integer({ min: 1, max: 12 }), by: fc.nat(2) }), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 8 },
  ),
});

interface Delivery {
  at: number;
  by: number;
  stretch: number;
  number: number;
  content: string;
}

/** All deliveries of one quiet time after another: moves follow each other at once. */
function timesOf(stretches: readonly { start: number; idle: boolean; updates: readonly Planned[] }[]) {
  const times: Delivery[][] = [];
  let position = 0;
  for (const [index, { idle, start, updates }] of stretches.entries()) {
    if (idle || times.length === 0) times.push([]);
    const time = times.at(-1) as Delivery[];
    for (const [n, { late, by, again }] of updates.entries()) {
      // Moves lead to numbers that are far from all others; after an idle week they may be near, or the same.
      const number = (idle ? start : start * 1_000_000 + index * 300_000) + 1_000_000 + n;
      const update = { stretch: index, number, content: `${index}/${n}` };
      const end = position + updates.length - 0.5;
      const at = Math.min(position + n + late, end);
      time.push({ ...update, at, by });
      for (const { after, by: who } of again) time.push({ ...update, at: at + after, by: who });
    }
    position += updates.length;
  }
  return times.map((time) => time.sort((a, b) => a.at - b.at));
}
type Planned = { late: number; by: number; again: readonly { after: number; by: number }[] };

test("in whatever order updates come, each is taken once, and arrivals grow from one series to the next", () => {
  fc.assert(
    fc.property(fc.array(stretch, { minLength: 1, maxLength: 6 }), (stretches) => {
      const world = new World(3);
      const taken = new Map<string, { stretch: number; number: number; arrival: number }[]>();
      for (const time of timesOf(stretches)) {
        for (const { by, stretch: index, number, content } of time) {
          world.time += 60_000;
          const arrival = world.deliver(by, number, content);
          if (arrival === undefined) continue;
          taken.set(content, [...(taken.get(content) ?? []), { stretch: index, number, arrival }]);
        }
        world.time += 8 * day;
      }
      const all = [...taken.values()];
      expect(all.map(({ length }) => length)).toEqual(all.map(() => 1));
      expect(all.length).toBe(stretches.reduce((sum, { updates }) => sum + updates.length, 0));
      const inOrder = all.flat().sort((a, b) => a.stretch - b.stretch || a.number - b.number);
      const arrivals = inOrder.map(({ arrival }) => arrival);
      expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b));
    }),
    { numRuns: 2_000 },
  );
});
