import type { TenantContext } from "../context";
import { botView } from "./bot-view";
import { ownBot } from "./own-bot";
import type { BotView } from "./schemas";

/** One bot of the actor's. */
export async function viewBot(ctx: TenantContext, input: { botId: number }): Promise<BotView> {
  return botView(ctx, await ownBot(ctx, input.botId));
}
