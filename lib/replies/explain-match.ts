import type { Verdict } from "../expressions/expressions";
import type { CompiledReply, Trigger } from "./compile-replies";
import { Heard, type Incoming, matchReply, type SearchExpressions } from "./match-reply";

/**
 * Why a reply does not answer: its trigger does not fit, it speaks another language, it is of no use, its expression
 * took too long, or no time was left for it.
 */
export type Miss = "off" | "faulty" | "language" | "slow" | "unread" | Exclude<Trigger["type"], "any">;

export interface TriedReply {
  /** The reply's place in the tenant's list. */
  index: number;
  miss: Miss;
}

export interface Explanation {
  /** The reply that answers; null where none does. */
  match: { index: number; trigger: Trigger["type"] } | null;
  /** Those before it, or all of them, each with why it does not answer. */
  tried: TriedReply[];
  /** The other bot that the command is for: then none of this bot's replies is looked at. */
  addressee: string | null;
}

/** A tenant's list, and the places of those of its replies that could not be compiled. */
export interface ExplainedList {
  readonly replies: readonly CompiledReply[];
  /** How many there are, those switched off and faulty included. */
  readonly count: number;
  readonly faulty: ReadonlySet<number>;
}

/**
 * Why a message gets the reply it gets. It asks the same matcher that answers people, so that it cannot say
 * anything else than what happens.
 */
export async function explainMatch(
  { replies, count, faulty }: ExplainedList,
  incoming: Incoming,
  search: SearchExpressions,
): Promise<Explanation> {
  const heard = new Heard(incoming);
  if (heard.addressee !== undefined) return { match: null, tried: [], addressee: heard.addressee };
  const verdicts = new Map<string, Verdict>();
  const { reply: found } = await matchReply(replies, heard, async (sources, text) => {
    const answer = await search(sources, text);
    // The same expression may stand again behind the first that is found, and is not read there.
    for (const [index, source] of sources.entries()) {
      const verdict = answer.verdicts[index] ?? "unread";
      if (verdict !== "unread" || !verdicts.has(source)) verdicts.set(source, verdict);
    }
    return answer;
  });
  const byIndex = new Map(replies.map((reply) => [reply.index, reply]));
  const tried = Array.from({ length: found?.index ?? count }, (_, index): TriedReply => {
    const reply = byIndex.get(index);
    if (!reply) return { index, miss: faulty.has(index) ? "faulty" : "off" };
    return { index, miss: missOf(reply, heard, verdicts) };
  });
  return {
    match: found ? { index: found.index, trigger: found.trigger.type } : null,
    tried,
    addressee: null,
  };
}

function missOf({ trigger, language }: CompiledReply, heard: Heard, verdicts: Map<string, Verdict>): Miss {
  if (trigger.type !== "regex") {
    if (!heard.fits(trigger)) return trigger.type === "any" ? "faulty" : trigger.type;
    return heard.speaks(language) ? "faulty" : "language";
  }
  // An expression for people of another language is not looked for.
  if (!heard.speaks(language)) return "language";
  const verdict = verdicts.get(trigger.source) ?? "absent";
  return verdict === "absent" ? "regex" : verdict === "found" ? "faulty" : verdict;
}
