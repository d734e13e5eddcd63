import { readCommand } from "./command";
import type { CompiledReplies, CompiledReply, Trigger } from "./compile-replies";
import { foldText, holdsPhrase } from "./keyword";

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

export interface Match {
  readonly reply: CompiledReply;
  /** The reply's place in the tenant's list. */
  readonly index: number;
}

/**
 * The first reply whose trigger and language fit, in the tenant's order.
 * A command that names another bot is that bot's business: nothing here answers it.
 */
export function matchReply(compiled: CompiledReplies, incoming: Incoming): Match | undefined {
  const text = incoming.text?.slice(0, matchedLength);
  const command = text === undefined ? undefined : readCommand(text);
  const addressee = command?.botUsername;
  if (addressee !== undefined && addressee !== incoming.botUsername.toLowerCase()) return undefined;

  let folded: string | undefined;
  const fits = (trigger: Trigger): boolean => {
    if (trigger.type === "any") return true;
    if (text === undefined) return false;
    if (trigger.type === "command") return command?.name === trigger.name;
    if (trigger.type === "regex") return trigger.pattern.test(text);
    folded ??= foldText(text);
    return holdsPhrase(folded, trigger.phrase);
  };

  const language = incoming.languageCode?.toLowerCase().replaceAll("_", "-");
  const reply = compiled.replies.find((each) => speaks(language, each.language) && fits(each.trigger));
  return reply && { reply, index: reply.index };
}

/** "pt" is for pt, pt-br and pt-pt; "pt-br" for pt-br alone; none for everybody. */
function speaks(spoken: string | undefined, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  return spoken === wanted || spoken?.startsWith(`${wanted}-`) === true;
}
