import type { Context } from "grammy";
import type { CompiledReplies } from "./compile-replies";

/** What the behaviours may know of a bot: neither its token nor its owner. */
export interface BotForBehaviours {
  readonly id: number;
  readonly telegramId: number;
  /** Without the @. */
  readonly username: string;
  readonly replies: CompiledReplies;
}

/** What lib/inbox hangs on grammY's context before it runs the behaviours. */
interface BehaviourFacts {
  readonly bot: BotForBehaviours;
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
