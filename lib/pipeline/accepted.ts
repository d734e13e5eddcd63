import type { AnswerCall } from "../sending/update-calls";

/** Too much is in hand already, or what the answer should be is not known yet; the sender shall come again later. */
export class Overloaded extends Error {
  override readonly name = "Overloaded";
}

/**
 * How an update stands with us:
 * - mine: stored by this process, or taken over from a dead one, and to be handled here.
 * - held: stored before, and somebody is still at it; `handled` where it is only not known yet whether its reply
 *   was given.
 * - closed: stored and dealt with before; `reply` is one whose answer never arrived, to be sent now.
 */
export type Accepted =
  | { standing: "mine"; attempts: number }
  | { standing: "held"; handled?: true }
  | { standing: "closed"; reply?: AnswerCall | undefined };
