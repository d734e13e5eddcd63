import type { Bot } from "./bot";
import type { BotView, Stats } from "./control-types";
import { webhookInfo } from "./webhook-info";
import type { World } from "./world";

/** A bot counts as polling for this long after its last getUpdates ended. */
const POLLING_FOR_MS = 5_000;

/** The bot as GET /sim/bots/:id answers it. */
export function viewOf(bot: Bot): BotView {
  const held = bot.poll !== null && !bot.poll.foreign;
  const recent = bot.lastPollAt > 0 && performance.now() - bot.lastPollAt < POLLING_FOR_MS;
  return {
    id: bot.id,
    token: bot.token,
    username: bot.username,
    first_name: bot.firstName,
    webhook: webhookInfo(bot),
    pending: bot.queue.size,
    polling: held,
    in_flight: bot.webhook?.delivery?.inFlight ?? 0,
    door: bot.webhook ? "webhook" : held || recent ? "polling" : "none",
  };
}

/** The counts since the start or the last reset. */
export function statsOf(world: World): Stats {
  const { counts } = world;
  let pending = 0;
  let bots = 0;
  for (const bot of world.bots.values()) {
    pending += bot.queue.size;
    if (!bot.revoked) bots += 1;
  }
  return {
    bots,
    polls_held: counts.pollsHeld,
    updates_created: counts.updates,
    delivered_webhook: counts.webhook,
    delivered_polling: counts.polling,
    api_calls: counts.calls,
    in_flight: counts.inFlight,
    pending,
    rss: process.memoryUsage.rss(),
  };
}
