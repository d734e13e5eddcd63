import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type MoveFacts, nextMove, type WaveCounts } from "../../lib/fleet-move/next-move";
import { sayReason } from "../../lib/fleet-move/reason";

const now = 1_000_000;

const counts = (of: Partial<WaveCounts> = {}): WaveCounts => ({
  size: 100,
  waiting: 0,
  underWay: 0,
  well: 0,
  ailing: 0,
  failing: 0,
  unproven: 0,
  toReturn: 0,
  ...of,
});

const facts = (of: Partial<Omit<MoveFacts, "counts">> = {}, stand: Partial<WaveCounts> = {}): MoveFacts => ({
  state: "running",
  wave: 2,
  lastWave: 4,
  watchedSince: null,
  watchMs: 60_000,
  thresholdPercent: 10,
  address: { state: "well", reason: "" },
  ...of,
  counts: counts(stand),
});

const watched = (agoMs: number, of: Partial<Omit<MoveFacts, "counts">> = {}) => ({
  watchedSince: now - agoMs,
  ...of,
});

describe("the wizard's next move", () => {
  test.each<[string, MoveFacts, string, RegExp?]>([
    ["bots of the wave wait: they are moved", facts({}, { waiting: 40 }), "move"],
    ["some wait and some are under way", facts({}, { waiting: 40, underWay: 8, well: 3 }), "move"],
    ["all are under way", facts({}, { underWay: 8, well: 3 }), "rest", /8 bots under way/],
    [
      "the address is dead: nobody is sent to it",
      facts({ address: { state: "dead", reason: "time-out" } }, { waiting: 40 }),
      "rest",
      /time-out/,
    ],
    [
      "the address is unknown: nobody is sent to it",
      facts({ address: { state: "unknown", reason: "" } }, { waiting: 40 }),
      "rest",
      /canary/,
    ],
    ["all were moved: the watch begins", facts({}, { well: 100 }), "watch"],
    ["the watch goes on", facts(watched(30_000), { well: 100 }), "rest", /watched/],
    ["it is over and all is well", facts(watched(60_000), { well: 100 }), "next-wave"],
    ["the last wave ends the run", facts(watched(60_000, { wave: 4 }), { well: 100 }), "finish"],
    ["a trial ends early", facts(watched(60_000, { lastWave: 2 }), { well: 100 }), "finish"],
    [
      "it is over, but a bot is in doubt",
      facts(watched(90_000), { well: 99, ailing: 1 }),
      "rest",
      /1 bot in doubt/,
    ],
    [
      "it is over, but nobody has asked about some",
      facts(watched(90_000), { well: 100, unproven: 7 }),
      "rest",
      /7 bots/,
    ],
    [
      "it is over, but the address is dead now",
      facts(watched(90_000, { address: { state: "dead", reason: "refused" } }), { well: 100 }),
      "rest",
      /refused/,
    ],
    ["an empty wave is passed over", facts({}, { size: 0 }), "next-wave"],
    ["an empty last wave ends the run", facts({ wave: 4 }, { size: 0 }), "finish"],
    ["a wave whose bots all left is passed over", facts(watched(5), { size: 0 }), "next-wave"],
    ["as many fail as may", facts(watched(60_000), { well: 90, failing: 10 }), "next-wave"],
    [
      "one more fails than may",
      facts(watched(1_000), { well: 89, failing: 11 }),
      "roll-back",
      /11 of 100 bots/,
    ],
    [
      "the one bot of the first wave fails",
      facts({ wave: 1 }, { size: 1, failing: 1 }),
      "roll-back",
      /1 of 1 bot/,
    ],
    ["the first two of a large wave fail: it may be chance", facts({}, { waiting: 98, failing: 2 }), "move"],
    ["three of the first three fail: it is not", facts({}, { waiting: 97, failing: 3 }), "roll-back"],
    ["a wave of five stands for itself", facts({}, { size: 5, waiting: 4, failing: 1 }), "roll-back"],
    ["in doubt is not failing", facts(watched(1_000), { well: 50, ailing: 50 }), "rest"],
    [
      "the public address was taken away",
      facts({ address: undefined }, { waiting: 40 }),
      "roll-back",
      /no longer has a public address/,
    ],
    ["paused: nobody is moved", facts({ state: "paused" }, { waiting: 40, well: 3 }), "rest", /Paused/],
    [
      "paused: a wave that stood the test waits",
      facts(watched(90_000, { state: "paused" }), { well: 100 }),
      "rest",
    ],
    [
      "paused: what was moved is watched all the same",
      facts({ state: "paused" }, { well: 5, failing: 6 }),
      "roll-back",
    ],
    ["rolled back: bots return", facts({ state: "rolling_back" }, { toReturn: 12, waiting: 5 }), "return"],
    ["rolled back: the last are under way", facts({ state: "rolling_back" }, { underWay: 3 }), "rest"],
    ["rolled back: all have returned", facts({ state: "rolling_back" }, { waiting: 5 }), "end"],
    [
      "rolled back: not even a dead address stops the way home",
      facts({ state: "rolling_back", address: undefined }, { toReturn: 1, failing: 1 }),
      "return",
    ],
  ])("%s", (_name, given, expected, why = /\S/) => {
    const move = nextMove(given, now);
    expect(move.do).toBe(expected);
    expect(sayReason(move.why, "en")).toMatch(why);
  });

  const anyFacts = fc.record({
    state: fc.constantFrom("running", "paused", "rolling_back"),
    wave: fc.integer({ min: 1, max: 4 }),
    lastWave: fc.constant(4),
    watchedSince: fc.option(fc.integer({ min: 0, max: now })),
    watchMs: fc.integer({ min: 5_000, max: 600_000 }),
    thresholdPercent: fc.integer({ min: 1, max: 50 }),
    address: fc.constantFrom(
      undefined,
      { state: "well" as const, reason: "" },
      { state: "dead" as const, reason: "time-out" },
      { state: "unknown" as const, reason: "" },
    ),
    counts: fc.record({
      size: fc.nat(500),
      waiting: fc.nat(50),
      underWay: fc.nat(8),
      well: fc.nat(200),
      ailing: fc.nat(20),
      failing: fc.nat(60),
      unproven: fc.nat(200),
      toReturn: fc.nat(200),
    }),
  }) as fc.Arbitrary<MoveFacts>;

  test("nobody is moved while the address is not well, while paused, or in a wave that is rolled back", () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const move = nextMove(given, now);
        if (move.do !== "move") return true;
        return given.address?.state === "well" && given.state === "running" && given.counts.waiting > 0;
      }),
    );
  });

  test("a wave is passed only when nobody waits, is under way, in doubt or unproven, and its watch is over", () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const move = nextMove(given, now);
        if (move.do !== "next-wave" && move.do !== "finish") return true;
        const { waiting, underWay, well, ailing, failing, unproven } = given.counts;
        const empty = well + ailing + failing === 0;
        const stood =
          ailing === 0 &&
          unproven === 0 &&
          given.watchedSince !== null &&
          now - given.watchedSince >= given.watchMs;
        return waiting === 0 && underWay === 0 && (empty || stood);
      }),
    );
  });
});
