import { Composer } from "grammy";
import { replies } from "./replies";
import type { BehaviourContext } from "./types";

/**
 * Everything a bot does with an update, in order. One composer serves every bot: what differs from
 * bot to bot comes with the context, so ten thousand bots cost ten thousand small objects and no more.
 *
 * A new behaviour is one file here that exports middleware, and one line below. It calls `next()`
 * whether or not it acted, so that the behaviours after it see the update too.
 */
export const behaviours: Composer<BehaviourContext> = new Composer<BehaviourContext>(replies);
