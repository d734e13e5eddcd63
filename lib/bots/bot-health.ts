import type { TenantContext } from "../context";
import { type HealthFacts, verdict } from "../health/verdict";
import { healthFacts, readLeftOver } from "./bot-view";
import { readDeployment } from "./deployment";
import { ownBot } from "./own-bot";
import type { Verdict } from "./schemas";

/** The verdict on a bot and the facts it was made of. */
export async function botHealth(
  ctx: TenantContext,
  input: { botId: number },
): Promise<{ verdict: Verdict; facts: HealthFacts }> {
  const bot = await ownBot(ctx, input.botId);
  const [deployment, left] = await Promise.all([readDeployment(ctx), readLeftOver(ctx, bot.id)]);
  const facts = healthFacts(bot, deployment, left);
  return { verdict: verdict(facts, deployment.now), facts };
}
