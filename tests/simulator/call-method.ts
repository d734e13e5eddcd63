import { ApiError, notFound } from "./api-error";
import type { Bot } from "./bot";
import { methods } from "./methods/index";
import { Params } from "./params";
import type { World } from "./world";

/**
 * Runs one Bot API method for a bot and notes the call. `method` in any case of letters.
 * Resolves to the JSON of a successful answer; rejects with ApiError.
 */
export async function callMethod(
  world: World,
  bot: Bot,
  method: string,
  raw: Record<string, unknown>,
  via: "api" | "webhook-reply",
): Promise<string> {
  const found = methods.get(method.toLowerCase());
  const at = Date.now();
  world.counts.calls += 1;
  const note = (error?: ApiError) => {
    const call = { at, method: found?.name ?? method, params: raw, via, ok: error === undefined };
    const record = bot.records.addCall(error ? { ...call, error_code: error.code } : call);
    if (world.events.watched)
      world.events.emit({ type: "call", bot_id: bot.id, method: record.method, n: record.n });
  };
  try {
    if (!found) throw notFound();
    const answer = found.run({ world, bot, params: new Params(raw) });
    const { json, description } = answer instanceof Promise ? await answer : answer;
    note();
    const texts = description === undefined ? "" : `,"description":${JSON.stringify(description)}`;
    return `{"ok":true,"result":${json}${texts}}`;
  } catch (error) {
    if (error instanceof ApiError) note(error);
    throw error;
  }
}
