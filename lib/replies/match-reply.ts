import type { Search } from "../expressions/expressions";
import { type Command, readCommand } from "./command";
import type { CompiledReply, Trigger } from "./compile-replies";
import { foldText, PhraseSearch } from "./keyword";

/** Longer texts are matched by their beginning; Telegram's own texts end here too. */
const matchedLength = 4096;

/** What of a message or a pressed button decides the reply. */
export interface Incoming {
  /** The message's text or caption, or the button's data; undefined for e.g. a sticker. */
  readonly text: string | undefined;
  /** IETF tag of the sender's language, where Telegram tells it. */
  readonly languageCode: string | undefined;
  /** The receiving bot's own name, without the @. */
  readonly botUsername: string;
}

/** Looks for regular expressions in a text, outside this thread and within bounds. */
export type SearchExpressions = (sources: readonly string[], text: string) => Promise<Search>;

export interface Matched {
  /** The first reply whose trigger and language fit, in the tenant's order. */
  readonly reply: CompiledReply | undefined;
  /** The reply whose expression took too long, if one did: it was passed over. */
  readonly tooSlow: CompiledReply | undefined;
  /** How many replies were passed over because no time was left for their expressions. */
  readonly unread: number;
}

/** A message as replies are compared with it; it is taken apart once, whatever the number of replies. */
export class Heard {
  readonly text: string | undefined;
  /** The other bot that the command is for: then nothing here answers it. */
  readonly addressee: string | undefined;
  readonly #command: Command | undefined;
  readonly #language: string | undefined;
  #phrases: PhraseSearch | undefined;

  constructor({ text, languageCode, botUsername }: Incoming) {
    this.text = text?.slice(0, matchedLength);
    this.#command = this.text === undefined ? undefined : readCommand(this.text);
    const addressee = this.#command?.botUsername;
    this.addressee = addressee === botUsername.toLowerCase() ? undefined : addressee;
    this.#language = languageCode?.toLowerCase().replaceAll("_", "-");
  }

  /** "pt" is for pt, pt-br and pt-pt; "pt-br" for pt-br alone; none for everybody. */
  speaks(wanted: string | undefined): boolean {
    return (
      wanted === undefined || this.#language === wanted || this.#language?.startsWith(`${wanted}-`) === true
    );
  }

  /** For every trigger but an expression, which is not looked for here. */
  fits(trigger: Exclude<Trigger, { type: "regex" }>): boolean {
    if (trigger.type === "any") return true;
    if (this.text === undefined) return false;
    if (trigger.type === "command") return this.#command?.name === trigger.name;
    this.#phrases ??= new PhraseSearch(foldText(this.text));
    return this.#phrases.holds(trigger.phrase);
  }
}

/**
 * Finds the reply to a message. Expressions are looked for all at once, and only where one that stands before every other
 * reply that fits could still decide: who uses none pays nothing for them.
 */
export async function matchReply(
  replies: readonly CompiledReply[],
  heard: Heard,
  search: SearchExpressions,
): Promise<Matched> {
  const { text } = heard;
  const expressions: { reply: CompiledReply; source: string }[] = [];
  let sure: CompiledReply | undefined;
  for (const reply of heard.addressee === undefined ? replies : []) {
    if (!heard.speaks(reply.language)) continue;
    if (reply.trigger.type !== "regex") {
      if (!heard.fits(reply.trigger) || !reply.template) continue;
      sure = reply;
      break;
    }
    if (text !== undefined) expressions.push({ reply, source: reply.trigger.source });
  }
  if (text === undefined || expressions.length === 0) return { reply: sure, tooSlow: undefined, unread: 0 };
  const { verdicts, tooSlow } = await search(
    expressions.map(({ source }) => source),
    text,
  );
  const at = verdicts.indexOf("found");
  const found = expressions[at]?.reply;
  // One that is of no use is passed over, as if it were not there.
  if (found && !found.template)
    return matchReply(
      replies.filter((reply) => reply !== found),
      heard,
      search,
    );
  const before = at === -1 ? verdicts : verdicts.slice(0, at);
  return {
    reply: found ?? sure,
    tooSlow: tooSlow === undefined ? undefined : expressions[tooSlow]?.reply,
    unread: before.filter((verdict) => verdict === "unread").length,
  };
}
