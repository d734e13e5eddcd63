import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { next } from "../../lib/pipeline/delivery-machine";
import {
  arrive,
  type DeliveryEffect,
  type DeliveryEvent,
  type DeliveryState,
  isOver,
} from "../../lib/pipeline/delivery-state";

const webhook = { claimed: false, answered: true };
const polled = { claimed: true, answered: false };
const retaken = { claimed: true, answered: true };
const turn = { type: "turn", careful: false } as const;
const careful = { type: "turn", careful: true } as const;
const late = { type: "budget over" } as const;
const stored = { type: "stored" } as const;
const duplicate = { type: "duplicate" } as const;
const notStored = { type: "not stored", error: new Error("no database") } as const;
const call = { type: "call" } as const;
const slot = { type: "slot granted" } as const;
const ended = { type: "call ended" } as const;
const silent = { type: "behaved", reply: false } as const;
const reply = { type: "behaved", reply: true } as const;
const committed = { type: "committed" } as const;

/** The roads of an update: events, each with the effects that it must have, and the phase at the end. */
const roads: [
  name: string,
  start: { claimed: boolean; answered: boolean },
  steps: [DeliveryEvent, ...DeliveryEffect[]][],
  phase: DeliveryState["phase"],
][] = [
  [
    "a webhook's reply travels in the answer: one commit",
    webhook,
    [
      [turn, "go"],
      [reply, "insert"],
      [committed, "clear budget", "answer", "go"],
    ],
    "closed",
  ],
  [
    "a call is made after the row is stored and a slot is free; the slot is released with the commit",
    webhook,
    [
      [turn, "go"],
      [call, "claim"],
      [stored, "take slot"],
      [slot, "go"],
      [ended],
      [silent, "close"],
      [committed, "clear budget", "free slot", "answer", "go"],
    ],
    "closed",
  ],
  [
    "a second call has the slot of the first",
    polled,
    [
      [turn, "go"],
      [call, "take slot"],
      [slot, "go"],
      [ended],
      [call, "go"],
      [ended],
      [silent, "close"],
      [committed, "free slot", "go"],
    ],
    "closed",
  ],
  [
    "a call that Telegram puts off releases its slot, and takes one again",
    polled,
    [
      [turn, "go"],
      [call, "take slot"],
      [slot, "go"],
      [{ type: "put off" }, "free slot"],
      [call, "take slot"],
      [slot, "go"],
      [ended],
      [silent, "close"],
      [committed, "free slot", "go"],
    ],
    "closed",
  ],
  [
    "the insert finds a duplicate",
    webhook,
    [
      [turn, "go"],
      [reply, "insert"],
      [duplicate, "clear budget", "answer duplicate", "end"],
    ],
    "duplicate",
  ],
  [
    "a call's claim finds a duplicate: the call is not made",
    webhook,
    [
      [turn, "go"],
      [call, "claim"],
      [duplicate, "clear budget", "answer duplicate", "end"],
      [silent, "refuse"],
    ],
    "duplicate",
  ],
  [
    "the insert fails: its reply is in doubt",
    webhook,
    [
      [turn, "go"],
      [reply, "insert"],
      [notStored, "doubt", "clear budget", "fail", "end"],
    ],
    "handed over",
  ],
  [
    "the budget ends while the behaviours run: the row is stored, then the answer given; the reply goes by a call",
    webhook,
    [
      [turn, "go"],
      [late, "claim"],
      [stored, "answer"],
      [reply, "send reply"],
      [call, "take slot"],
      [slot, "go"],
      [ended],
      [silent, "close"],
      [committed, "free slot", "go"],
    ],
    "closed",
  ],
  [
    "the budget ends while the outcome's insert is under way: the answer waits for it and carries the reply",
    webhook,
    [[turn, "go"], [reply, "insert"], [late], [committed, "answer", "go"]],
    "closed",
  ],
  [
    "the budget ends while a stored row's outcome with a reply is written: the answer waits for it",
    webhook,
    [[careful, "claim"], [stored, "go"], [reply, "close"], [late], [committed, "answer", "go"]],
    "closed",
  ],
  [
    "the budget ends while a stored row's outcome without a reply is written: the answer needs no more",
    webhook,
    [
      [careful, "claim"],
      [stored, "go"],
      [silent, "close"],
      [late, "answer"],
      [committed, "go"],
    ],
    "closed",
  ],
  [
    "the behaviours end before the claim that the budget's end began: the reply still travels in the answer",
    webhook,
    [[turn, "go"], [late, "claim"], [reply], [stored, "close"], [committed, "answer", "go"]],
    "closed",
  ],
  [
    "the budget ends in the queue: stored, answered, and handled in its turn",
    webhook,
    [
      [late, "claim"],
      [stored, "answer"],
      [turn, "go"],
      [silent, "close"],
      [committed, "go"],
    ],
    "closed",
  ],
  [
    "the budget ends in the queue of a duplicate: nothing is handled",
    webhook,
    [
      [late, "claim"],
      [duplicate, "answer duplicate"],
      [turn, "refuse"],
    ],
    "duplicate",
  ],
  [
    "its turn comes while the budget's end stores it: it waits for that",
    webhook,
    [[late, "claim"], [turn], [stored, "answer", "go"], [silent, "close"], [committed, "go"]],
    "closed",
  ],
  [
    "the budget ends, and the row cannot be stored: whoever delivered it comes again",
    webhook,
    [
      [turn, "go"],
      [late, "claim"],
      [notStored, "fail"],
      [call, "refuse"],
      [silent, "refuse"],
    ],
    "handed over",
  ],
  [
    "a quarantined chat: stored aside, answered, not handled",
    webhook,
    [
      [turn, "go"],
      [{ type: "set aside" }, "set aside"],
      [{ type: "quarantined" }, "clear budget", "answer", "end"],
    ],
    "handed over",
  ],
  [
    "a chat that was released meanwhile: handled after all",
    webhook,
    [
      [turn, "go"],
      [{ type: "set aside" }, "set aside"],
      [late],
      [{ type: "not quarantined" }, "claim", "go"],
      [stored, "answer"],
      [silent, "close"],
      [committed, "go"],
    ],
    "closed",
  ],
  [
    "a quarantined chat whose update the budget's end is storing: set aside when it is stored",
    webhook,
    [
      [turn, "go"],
      [late, "claim"],
      [{ type: "set aside" }],
      [stored, "answer", "set aside"],
      [{ type: "quarantined" }, "end"],
    ],
    "handed over",
  ],
  [
    "an update taken over for a webhook that asks again: its reply is committed and travels in the answer",
    retaken,
    [
      [turn, "go"],
      [reply, "close"],
      [committed, "clear budget", "answer", "go"],
    ],
    "closed",
  ],
  [
    "a call after the outcome is written is refused",
    webhook,
    [
      [turn, "go"],
      [silent, "insert"],
      [call, "refuse"],
      [committed, "clear budget", "answer", "go"],
      [call, "refuse"],
    ],
    "closed",
  ],
  [
    "an outcome that cannot be written: what it has is released, and whoever delivered it comes again",
    webhook,
    [
      [careful, "claim"],
      [stored, "go"],
      [call, "take slot"],
      [notStored],
      [slot, "go"],
      [ended],
      [silent, "close"],
      [notStored, "clear budget", "free slot", "fail", "end"],
    ],
    "handed over",
  ],
];

describe("the roads of an update", () => {
  test.each(roads)("%s", (_name, start, steps, phase) => {
    let state = arrive(start);
    for (const [event, ...effects] of steps) {
      const step = next(state, event);
      expect([event.type, ...step.effects]).toEqual([event.type, ...effects]);
      state = step.state;
    }
    expect(state.phase).toBe(phase);
  });
});

/** What the driver, PostgreSQL and Telegram may do next, in any order: the events that can come, and what was seen. */
class World {
  state: DeliveryState;
  /** Statements under way. */
  claiming = false;
  inserting = false;
  closing = false;
  settingAside = false;
  slotAsked = false;
  slots = { granted: 0, freed: 0 };
  timer: "none" | "running" | "fired" | "cleared";
  answers: { effect: DeliveryEffect; reply: boolean }[] = [];
  committedRow: boolean;
  committedOutcome = false;
  rowAside = false;
  ran: "no" | "runs" | "calls" | "over" = "no";
  turned = false;
  looked = false;
  calls: number;
  reply: boolean;
  replySent = false;
  /** Whether somebody waits to be told that it may go on. */
  waits: "turn" | "call" | "aside" | "commit" | undefined;

  constructor(
    readonly start: { claimed: boolean; answered: boolean },
    readonly plan: { calls: number; reply: boolean; quarantined: boolean; careful: boolean },
  ) {
    this.state = arrive(start);
    this.timer = start.answered ? "running" : "none";
    this.committedRow = start.claimed;
    this.calls = plan.calls;
    this.reply = plan.reply;
  }

  /** Every event that could come now. */
  possible(): DeliveryEvent[] {
    const events: DeliveryEvent[] = [];
    if (this.timer === "running") events.push(late);
    if (!this.turned) events.push({ type: "turn", careful: this.plan.careful });
    if (this.claiming) events.push(stored, duplicate, notStored);
    if (this.inserting) events.push(committed, duplicate, notStored);
    if (this.closing) events.push(committed, notStored);
    if (this.settingAside) events.push({ type: "quarantined" }, { type: "not quarantined" }, notStored);
    if (this.settingAside && !this.committedRow) events.push(duplicate);
    if (this.slotAsked) events.push(slot);
    if (this.ran === "calls") events.push(ended, { type: "put off" });
    if (this.ran === "runs" && this.waits === undefined) {
      if (this.plan.quarantined && !this.looked) events.push({ type: "set aside" });
      else if (this.calls > 0) events.push(call);
      else events.push({ type: "behaved", reply: this.reply });
    }
    if (this.ran === "over") events.push(call);
    return events;
  }

  apply(event: DeliveryEvent): void {
    const before = this.state;
    const step = next(before, event);
    this.state = step.state;
    this.happened(event);
    if (isOver(before)) for (const effect of step.effects) expect(effect).toBe("refuse");
    for (const effect of step.effects) this.perform(effect);
    if (event.type === "behaved" && step.effects.includes("send reply")) {
      this.waits = undefined;
      this.reply = false;
      this.replySent = true;
      this.calls = 1;
    }
    if (isOver(this.state) && !isOver(before)) this.checkEnd();
  }

  private happened(event: DeliveryEvent): void {
    switch (event.type) {
      case "turn":
        this.turned = true;
        this.waits = "turn";
        break;
      case "budget over":
        this.timer = "fired";
        break;
      case "stored":
        this.claiming = false;
        this.committedRow = true;
        break;
      case "duplicate":
      case "not stored":
        if (this.claiming) this.claiming = false;
        else {
          this.inserting = false;
          this.closing = false;
          this.settingAside = false;
        }
        break;
      case "set aside":
        this.looked = true;
        this.waits = "aside";
        break;
      case "quarantined":
        this.settingAside = false;
        this.rowAside = true;
        break;
      case "not quarantined":
        this.settingAside = false;
        break;
      case "call":
        if (this.ran === "runs") this.waits = "call";
        break;
      case "slot granted":
        this.slotAsked = false;
        this.slots.granted++;
        break;
      case "call ended":
        this.ran = "runs";
        this.calls--;
        break;
      case "put off":
        this.ran = "runs";
        break;
      case "behaved":
        this.waits = "commit";
        break;
      case "committed":
        this.inserting = false;
        this.closing = false;
        this.committedRow = true;
        this.committedOutcome = true;
        break;
    }
  }

  private perform(effect: DeliveryEffect): void {
    const begins = () => {
      expect([this.claiming, this.inserting, this.closing, this.settingAside]).toEqual([
        false,
        false,
        false,
        false,
      ]);
      expect(isOver(this.state)).toBe(false);
    };
    switch (effect) {
      case "claim":
        begins();
        expect(this.committedRow).toBe(false);
        this.claiming = true;
        break;
      case "insert":
        begins();
        expect(this.committedRow).toBe(false);
        this.inserting = true;
        break;
      case "close":
        begins();
        expect(this.committedRow).toBe(true);
        this.closing = true;
        break;
      case "set aside":
        begins();
        this.settingAside = true;
        break;
      case "take slot":
        expect(this.slotAsked).toBe(false);
        expect(this.slots.granted).toBe(this.slots.freed);
        this.slotAsked = true;
        break;
      case "free slot":
        this.slots.freed++;
        expect(this.slots.freed).toBeLessThanOrEqual(this.slots.granted);
        break;
      case "clear budget":
        expect(this.timer).toBe("running");
        this.timer = "cleared";
        break;
      case "answer":
        // What is answered is committed, and so is the reply that the answer carries.
        expect(this.committedRow || this.rowAside).toBe(true);
        this.answers.push({ effect, reply: this.state.phase === "closed" && this.state.reply });
        if (this.state.phase === "closed" && this.state.reply) expect(this.committedOutcome).toBe(true);
        break;
      case "answer duplicate":
      case "fail":
        this.answers.push({ effect, reply: false });
        break;
      case "go":
        this.goOn();
        break;
      case "end":
        expect(this.waits).toBeDefined();
        this.waits = undefined;
        this.ran = "over";
        break;
      case "refuse":
        if (this.ran === "runs") this.ran = "over";
        this.waits = undefined;
        break;
      case "doubt":
        expect(this.state.reply).toBe(true);
        break;
      case "send reply":
        break;
    }
  }

  private goOn(): void {
    const what = this.waits;
    this.waits = undefined;
    expect(what).toBeDefined();
    if (what === "call") {
      expect(this.committedRow).toBe(true);
      expect(this.slots.granted - this.slots.freed).toBe(1);
      this.ran = "calls";
    } else this.ran = what === "commit" ? "over" : "runs";
  }

  private checkEnd(): void {
    if (this.state.phase === "closed") {
      expect(this.committedOutcome).toBe(true);
      // A reply is given: in the answer, or by a call.
      if (this.plan.reply) expect(this.answers.some(({ reply }) => reply) || this.replySent).toBe(true);
    }
    expect(this.answers).toHaveLength(this.start.answered ? 1 : 0);
    expect(this.timer).not.toBe("running");
  }
}

test("in whatever order things happen: one answer, nothing leaks, nothing after the end, nothing closed uncommitted", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(webhook, polled, retaken),
      fc.record({
        calls: fc.nat({ max: 3 }),
        reply: fc.boolean(),
        quarantined: fc.boolean(),
        careful: fc.boolean(),
      }),
      fc.array(fc.nat(), { minLength: 5, maxLength: 60 }),
      (start, given, choices) => {
        const plan = { ...given, reply: given.reply && start.answered };
        const world = new World(start, plan);
        for (const choice of choices) {
          const events = world.possible();
          const event = events[choice % Math.max(1, events.length)];
          if (!event) break;
          world.apply(event);
          if (isOver(world.state) && world.ran === "over" && !world.slotAsked && choice % 7 === 0) break;
        }
        // Whatever is left ends well: statements succeed, slots are granted, the behaviours end.
        for (let i = 0; i < 100; i++) {
          const event = world
            .possible()
            .find(({ type }) => !(isOver(world.state) && type === "call") && type !== "put off");
          if (!event) break;
          world.apply(event);
        }
        expect(isOver(world.state)).toBe(true);
        expect(world.slots.freed).toBe(world.slots.granted);
        expect(world.answers).toHaveLength(start.answered ? 1 : 0);
        const last = next(world.state, call);
        expect(last.effects).toEqual(["refuse"]);
      },
    ),
    { numRuns: 5_000 },
  );
});

test("whatever comes, also what cannot: it throws never, answers at most once, and what is over stays over", () => {
  const anyEvent = fc.constantFrom<DeliveryEvent>(
    turn,
    careful,
    late,
    stored,
    duplicate,
    notStored,
    { type: "set aside" },
    { type: "quarantined" },
    { type: "not quarantined" },
    call,
    slot,
    { type: "put off" },
    ended,
    silent,
    reply,
    committed,
  );
  fc.assert(
    fc.property(
      fc.constantFrom(webhook, polled, retaken),
      fc.array(anyEvent, { maxLength: 40 }),
      (start, events) => {
        let state = arrive(start);
        const seen: DeliveryEffect[] = [];
        for (const event of events) {
          const step = next(state, event);
          if (isOver(state)) expect(step.state).toEqual(state);
          state = step.state;
          seen.push(...step.effects);
        }
        const count = (effect: DeliveryEffect) => seen.filter((one) => one === effect).length;
        expect(count("answer") + count("answer duplicate") + count("fail")).toBeLessThanOrEqual(
          start.answered ? 1 : 0,
        );
        expect(count("free slot")).toBeLessThanOrEqual(count("take slot"));
        expect(count("clear budget")).toBeLessThanOrEqual(1);
      },
    ),
  );
});
