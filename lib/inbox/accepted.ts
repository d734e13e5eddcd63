import type { AnswerCall } from "./update-calls";

/** Too much is in hand already; the sender shall come again later. */
export class Overloaded extends Error {
  override readonly name = "Overloaded";
}

/**
 * How an update stands with us:
 * - mine: stored by this process, or taken over from a dead one, and to be handled here.
 * - held: stored before, and somebody is still at it.
 * - closed: stored and dealt with before; `reply` is one whose answer never arrived, to be sent now.
 */
export type Accepted =
  | { standing: "mine"; attempts: number }
  | { standing: "held" }
  | { standing: "closed"; reply?: AnswerCall | undefined };
