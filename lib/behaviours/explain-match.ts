import { readCommand } from "./command";
import type { CompiledReplies, CompiledReply, Trigger } from "./compile-replies";
import { type Incoming, matchReply } from "./match-reply";

/** Why a reply does not answer: its trigger does not fit, it speaks another language, or it is of no use. */
export type Miss = "off" | "faulty" | "language" | Exclude<Trigger["type"], "any">;

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

/**
 * Why a message gets the reply it gets. It asks the same matcher that answers people, of every reply by
 * itself, so that it cannot say anything else than what happens.
 *
 * @param count how many replies the tenant's list has, those switched off and faulty included.
 */
export function explainMatch(compiled: CompiledReplies, count: number, incoming: Incoming): Explanation {
  const command = incoming.text === undefined ? undefined : readCommand(incoming.text);
  const addressee = command?.botUsername;
  if (addressee !== undefined && addressee !== incoming.botUsername.toLowerCase()) {
    return { match: null, tried: [], addressee };
  }
  const found = matchReply(compiled, incoming);
  const byIndex = new Map(compiled.replies.map((reply) => [reply.index, reply]));
  const faulty = new Set(compiled.faults.map(({ index }) => index));
  const tried = Array.from({ length: found?.index ?? count }, (_, index): TriedReply => {
    const reply = byIndex.get(index);
    if (!reply) return { index, miss: faulty.has(index) ? "faulty" : "off" };
    return { index, miss: missOf(reply, incoming) };
  });
  return {
    match: found ? { index: found.index, trigger: found.reply.trigger.type } : null,
    tried,
    addressee: null,
  };
}

function missOf(reply: CompiledReply, incoming: Incoming): Miss {
  const forEverybody = { replies: [{ ...reply, language: undefined }], faults: [] };
  const { type } = reply.trigger;
  return type === "any" || matchReply(forEverybody, incoming) ? "language" : type;
}
