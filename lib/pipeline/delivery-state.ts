import type { AnswerCall } from "../sending/answer-call";
import type { Rerun } from "./quarantine";

/**
 * Where the handling of one update stands.
 * - queued: it waits for its turn in its chat.
 * - claiming: its row is being stored, or set aside, before it goes on.
 * - running: its behaviours run.
 * - sending: one call waits for a send slot or is under way.
 * - committing: the outcome is being written.
 * - closed: the outcome is committed.
 * - handed over: somebody else handles it: a released chat's rerun, the recovery, or Telegram, which delivers again.
 * - duplicate: the row was stored before, by whoever handles it.
 */
export type Phase =
  | "queued"
  | "claiming"
  | "running"
  | "sending"
  | "committing"
  | "closed"
  | "handed over"
  | "duplicate";

export interface DeliveryState {
  readonly phase: Phase;
  /** asked: a statement that may make the row ours is under way. ours: stored, and held by this process. */
  readonly row: "none" | "asked" | "ours";
  /** due: a webhook waits for its answer; none: nobody ever waited. */
  readonly answer: "none" | "due" | "given";
  readonly budget: "none" | "running" | "over";
  readonly slot: "none" | "asked" | "held";
  /** The outcome has a reply, which travels in the answer. */
  readonly reply: boolean;
  /** What goes on once the row is ours. */
  readonly next: "run" | "call" | "set aside" | "commit" | undefined;
}

export type DeliveryEvent =
  /** Its chat's turn has come. `careful`: the row is to be stored before the behaviours run. */
  | { type: "turn"; careful: boolean }
  /** The webhook's answer can wait no longer. */
  | { type: "budget over" }
  /** The claim is committed, or was not needed. */
  | { type: "stored" }
  | { type: "duplicate" }
  /** The row, or its outcome, was not written. */
  | { type: "not stored"; error: unknown }
  /** Its chat is quarantined; and what came of that. */
  | { type: "set aside" }
  | { type: "quarantined" }
  | { type: "not quarantined" }
  /** A behaviour makes a call that cannot wait for the answer; such calls come one after another. */
  | { type: "call" }
  | { type: "slot granted" }
  /** Telegram put the call off (429): it is made again later. */
  | { type: "put off" }
  /** The call has ended: sent, refused, or given up. */
  | { type: "call ended" }
  /** The behaviours have ended; `reply` where a call waits for the answer. */
  | { type: "behaved"; reply: boolean }
  | { type: "committed" };

/**
 * What the driver does:
 * - claim: store the row, open. set aside: quarantine the update. insert, close: write the outcome, in a new row or in ours.
 * - take slot, free slot, clear budget: as named.
 * - answer, answer duplicate, fail: end the webhook's wait, once.
 * - doubt: a reply whose commit is not known to stand was not given.
 * - go: what was asked for last may go on. end: it may not, and nothing of this update may.
 * - refuse: what was asked for just now is refused. send reply: the reply cannot travel in the answer; it goes by a call first.
 */
export type DeliveryEffect =
  | "claim"
  | "set aside"
  | "insert"
  | "close"
  | "take slot"
  | "free slot"
  | "clear budget"
  | "answer"
  | "answer duplicate"
  | "fail"
  | "doubt"
  | "go"
  | "end"
  | "refuse"
  | "send reply";

export interface DeliveryStep {
  state: DeliveryState;
  effects: readonly DeliveryEffect[];
}

/** The state in which an update arrives. `claimed`: its row is ours already. `answered`: a webhook waits. */
export function arrive(start: { claimed: boolean; answered: boolean }): DeliveryState {
  return {
    phase: "queued",
    row: start.claimed ? "ours" : "none",
    answer: start.answered ? "due" : "none",
    budget: start.answered ? "running" : "none",
    slot: "none",
    reply: false,
    next: undefined,
  };
}

export const isOver = ({ phase }: DeliveryState): boolean =>
  phase === "closed" || phase === "handed over" || phase === "duplicate";

export interface DeliveryStart {
  /** How often the update has been begun, this time included. */
  attempts: number;
  /** The row is stored and ours already. */
  claimed: boolean;
  /** The row is to be stored before the behaviours run, whatever they do. */
  careful?: boolean;
  /** It is handled out of its turn. */
  rerun?: Rerun | undefined;
  /** A webhook's answer waits so many milliseconds from now and can carry a reply; without it nobody waits. */
  budgetMs?: number;
}

/** The webhook that waits: it is told once what its answer says, or why the update was not stored. */
export interface DeliverySender {
  onAnswer: (answer: DeliveryAnswer) => void;
  onFailed: (error: unknown) => void;
}

/** stored: committed by this delivery, with the reply that the answer carries. duplicate: stored before; nothing was changed. */
export type DeliveryAnswer =
  | { stored: true; reply: AnswerCall | undefined }
  | { stored: false; reply?: undefined };

/** The update's delivery is over, so that nothing more may be done for it. */
export class DeliveryOver extends Error {
  override readonly name = "DeliveryOver";
  constructor(method: string, cause: unknown) {
    super(`${method} not called: the update is handled elsewhere`, { cause });
  }
}
