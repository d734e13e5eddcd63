import type { Verdict } from "./ledger";

/** short: what `npm test` has time for; long: what the promise is made for. */
export type Form = "short" | "long";

/** What a scenario found. */
export interface Outcome extends Verdict {
  /** Promises besides the ledger's that were not kept; any of them fails the scenario. */
  problems: string[];
  /** Numbers worth printing. */
  notes: string[];
}

/**
 * The long form's lanes. "alone" comes first and has the machine nearly to itself: what measures how much is done in
 * a time. The others run side by side: those that need the processor follow one another in "busy"; the outages, which mostly
 * wait, all begin at once; what is light goes beside them, one after another.
 */
export type Lane = "alone" | "busy" | "outages" | "light";

export interface Scenario {
  name: string;
  /** The promise, in one line. */
  promise: string;
  /** Which of the long form's lanes it runs in. */
  lane: Lane;
  /** @param perSecond updates a second in the place of the form's own, for the scenarios under load. */
  run(form: Form, perSecond?: number): Promise<Outcome>;
}

/** Nothing lost, nothing handled twice but what a killed process held, every chat in order, every promise kept. */
export function passed(outcome: Outcome): boolean {
  const { lost, doubled, orderBreaks, problems } = outcome;
  return lost === 0 && doubled === 0 && orderBreaks === 0 && problems.length === 0;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
