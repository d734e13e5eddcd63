import type { Bot } from "../bot";
import type { Params } from "../params";
import type { World } from "../world";

/** A call on its way: whose, with what. */
export interface Call {
  world: World;
  bot: Bot;
  params: Params;
}

/** A success: the result as JSON text, and the description that setWebhook and its like add. */
export interface Answer {
  json: string;
  description?: string;
}

/** One Bot API method; throws ApiError to refuse. */
export interface Method {
  name: string;
  run(call: Call): Answer | Promise<Answer>;
}

/** A success with this result. */
export function answer(result: unknown, description?: string): Answer {
  const json = JSON.stringify(result);
  return description === undefined ? { json } : { json, description };
}
