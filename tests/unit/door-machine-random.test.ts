import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sentencesIn } from "../../lib/i18n/sentences";
import { ours } from "./door-machine-facts";
import { World } from "./door-machine-world";
import { leftOver } from "./i18n-left-over";

/** What may happen around a bot; each event is followed by a round of the supervisor. */
const events: Record<string, (world: World, n: number) => void> = {
  nothing: () => {},
  traffic: (world, n) => {
    world.telegram.pending += n;
    world.counts.sent += n;
  },
  addressFails: (world) => Object.assign(world, { addressUp: false }),
  addressMended: (world) => Object.assign(world, { addressUp: true }),
  hooklineFails: (world) => Object.assign(world, { hooklineUp: false }),
  hooklineBack: (world) => Object.assign(world, { hooklineUp: true }),
  othersFail: (world) => Object.assign(world, { othersFail: !world.othersFail }),
  telegramDown: (world, n) => Object.assign(world, { telegramUp: false, answersLost: n % 2 === 0 }),
  telegramBack: (world) => Object.assign(world, { telegramUp: true }),
  telegramRefuses: (world) => Object.assign(world, { refusesWebhooks: !world.refusesWebhooks }),
  foreignWebhook: (world) => world.setUrlElsewhere("theirs"),
  webhookVanishes: (world) => world.setUrlElsewhere("nobody"),
  lateWebhook: (world) => world.setUrlElsewhere("ours"),
  foreignPoller: (world) => Object.assign(world, { foreignPoller: !world.foreignPoller }),
  secretLost: (world) => Object.assign(world, { secretKnown: false }),
  tokenRevoked: (world, n) => Object.assign(world, { revoked: n === 1 || world.revoked }),
  processDies: (world, n) => Object.assign(world, { dieAfter: n % 3 }),
  ownerToggles: (world, n) => world.ownerActs({ mode: n % 2 === 0 ? "webhook" : "polling" }),
  ownerPauses: (world) => world.ownerActs({ enabled: false }),
  ownerResumes: (world) => world.ownerActs({ enabled: true }),
  ownerForbidsFallback: (world, n) => {
    world.row = { ...world.row, fallbackEnabled: n % 2 === 0 };
  },
};

const event = fc.record({
  name: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...Object.keys(events)) },
    { weight: 2, arbitrary: fc.constantFrom("nothing", "traffic", "addressFails", "addressMended") },
  ),
  n: fc.integer({ min: 1, max: 9 }),
  ms: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 500, max: 40_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 60_000, max: 7_200_000 }) },
    { weight: 1, arbitrary: fc.constant(25 * 3_600_000) },
  ),
});
const story = fc.record({
  mode: fc.constantFrom("webhook" as const, "polling" as const),
  events: fc.array(event, { minLength: 1, maxLength: 60, size: "max" }),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;
const runs = { numRuns: 400 };

/** Lives a story; `check` is asked after every round. */
function live({ mode, events: list }: Story, check: (world: World) => void) {
  const world = new World(mode);
  for (const { name, n, ms } of list) {
    events[name]?.(world, n);
    world.round(ms);
    check(world);
  }
  return world;
}

const promise = (name: string, check: (world: World) => void) =>
  it(name, () =>
    fc.assert(
      fc.property(story, (told) => void live(told, check)),
      runs,
    ),
  );

const russian = sentencesIn("ru");
const foreign = /another system|had vanished|refused the webhook's secret/i;

describe("whatever happens around a bot", () => {
  promise("it never polls while a webhook of ours counts as open", ({ row }) => {
    if (row.activeDoor === "polling") expect(row.webhookUrl).toBeNull();
    if (row.activeDoor === "webhook") expect(row.webhookUrl).toBe(ours);
  });

  promise("no step asks Telegram to drop what waits, and none does", ({ taken, telegram, counts }) => {
    expect(JSON.stringify(taken.map(({ step }) => step))).not.toMatch(/drop/i);
    expect(telegram.pending + counts.handled + counts.stolen).toBe(counts.sent);
  });

  promise("there is always a next step with its reason, or a stated rest", ({ taken }) => {
    for (const { step } of taken.slice(-1)) {
      if (step.do === "rest") expect(step.why).toMatch(/^[A-Z].*\.$/);
      else if ("reason" in step) expect(step.reason).toMatch(/^[A-Z].*\S$/);
      else expect(step.do).toMatch(/^clear-failing|end-fallback$/);
    }
  });

  promise("what the timeline keeps is said in Russian", ({ taken }) => {
    for (const { step } of taken.slice(-1)) {
      if ("reason" in step) expect(leftOver(russian(step.reason)), step.reason).toEqual([]);
    }
  });

  promise("a bot is taken back from others once in a day at most", ({ taken }) => {
    const times = taken
      .filter(({ step }) => step.do === "take-back" && foreign.test(step.reason))
      .map(({ at }) => at);
    for (const [i, at] of times.entries()) {
      expect(at - (times[i - 1] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThan(24 * 3_600_000);
    }
  });

  promise("a bot whose owner chose polling is never brought to the webhook", ({ taken }) => {
    for (const { step, row } of taken.slice(-1)) {
      if (row.mode !== "polling") continue;
      expect(step.do).not.toBe("hand-back");
      if (step.do === "move") expect(step.to).toBe("polling");
      if (step.do === "take-back") expect(row.activeDoor).toBe("polling");
    }
  });

  promise("a paused, unauthorized or contested bot does not move", ({ taken }) => {
    for (const { step, row } of taken.slice(-1)) if (row.status !== "active") expect(step.do).toBe("rest");
  });

  promise("a bot without permission to fall back stays at its webhook", ({ taken }) => {
    for (const { step, row } of taken.slice(-1))
      if (!row.fallbackEnabled) expect(step.do).not.toBe("fall-back");
  });

  it("the stories reach every kind of step", () => {
    const reached = new Set<string>();
    for (const told of fc.sample(story, { numRuns: 1_000, seed: 1 })) {
      live(told, ({ taken }) => {
        for (const { step } of taken.slice(-1))
          reached.add("kind" in step ? `${step.do} ${step.kind}` : step.do);
      });
    }
    expect([...reached].sort()).toEqual([
      "clear-failing",
      "end-fallback",
      "fall-back",
      "hand-back",
      "move",
      "note-failing",
      "report-conflict foreign-poller",
      "report-conflict foreign-webhook",
      "report-conflict webhook-vanished",
      "rest",
      "take-back",
    ]);
  });

  it("once all is well again it comes to rest at its door", () => {
    fc.assert(
      fc.property(story, fc.boolean(), (told, busy) => {
        const world = live(told, () => {});
        setRight(world);
        for (let i = 0; i < 25; i++) roundOf(world, busy);
        world.taken = [];
        for (let i = 0; i < 5; i++) roundOf(world, busy);
        expect(world.row.activeDoor).toBe(world.row.mode);
        expect(world.row.fallbackSince).toBeNull();
        expect(world.taken.map(({ step }) => step.do)).toEqual(Array(5).fill("rest"));
        expect(world.telegram).toMatchObject({ url: world.row.mode === "webhook" ? ours : "", pending: 0 });
      }),
      runs,
    );
  });
});

function roundOf(world: World, busy: boolean): void {
  if (busy) events.traffic?.(world, 2);
  world.round(60_000);
}

/** No foreign system, no fault, and the owner has set right what only an owner can. */
function setRight(world: World): void {
  Object.assign(world, {
    telegramUp: true,
    refusesWebhooks: false,
    // One that is lost while fallback is off and today's take-back is spent waits for the owner.
    secretKnown: true,
    revoked: false,
    addressUp: true,
    hooklineUp: true,
    othersFail: false,
    foreignPoller: false,
    dieAfter: undefined,
  });
  world.setUrlElsewhere(world.row.activeDoor === "webhook" ? "ours" : "nobody");
  if (world.row.status === "unauthorized") world.row = { ...world.row, status: "paused" };
  world.round(61_000);
  if (world.row.status !== "active") world.ownerActs({ enabled: true });
}
