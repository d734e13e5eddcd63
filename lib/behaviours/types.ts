import type { Context } from "grammy";
import type { CompiledReply } from "../replies/compile-replies";
import type { SearchExpressions } from "../replies/match-reply";

/** What the behaviours may know of a bot: neither its token nor its owner. */
export interface BotForBehaviours {
  readonly id: number;
  readonly telegramId: number;
  /** Without the @. */
  readonly username: string;
  /** In order; those that are switched off are left out. */
  readonly replies: readonly CompiledReply[];
}

/** What lib/pipeline hangs on grammY's context before it runs the behaviours. */
interface BehaviourFacts {
  readonly bot: BotForBehaviours;
  /** Looks for tenants' regular expressions, outside this thread and within bounds. */
  readonly search: SearchExpressions;
  /** A reply's expression took too long. Tells whether that switched the reply off. */
  tookTooLong?(reply: CompiledReply): Promise<boolean>;
  /**
   * Takes down, in one sentence without anybody's text, why a behaviour did nothing although it was
   * meant to. Calls to Telegram need no note: the Api's transformer records them.
   */
  note?(sentence: string): void;
}

/** The context every behaviour works with: grammY's, and the bot. */
export interface BehaviourContext extends Context {
  hookline: BehaviourFacts;
}
