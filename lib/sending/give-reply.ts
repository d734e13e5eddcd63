import type { Services } from "../context";
import { markMaybeTwice } from "../data/delivery-status";
import { callUntilAnswered } from "./call-telegram";
import { answeredReply } from "./update-calls";

export interface GiveReplyTools {
  services: Pick<Services, "data" | "log" | "telegram">;
  stop: AbortSignal;
  counts: { maybeTwice: number };
}

/**
 * Sends by the API the reply that a record says travelled in a webhook's answer, which never arrived. It does not throw: what
 * cannot be sent is logged.
 *
 * @param loadBot undefined where the bot was removed.
 */
export async function giveReply(
  { services, stop, counts }: GiveReplyTools,
  update: { botId: number; updateId: number; arrival: number },
  actions: string,
  loadBot: () => Promise<{ token: string } | undefined>,
): Promise<void> {
  const { data, log, telegram } = services;
  try {
    const reply = answeredReply(actions);
    const bot = reply && (await loadBot());
    if (!bot) return;
    const { maybeTwice } = await callUntilAnswered(telegram, bot.token, reply, stop);
    if (!maybeTwice) return;
    counts.maybeTwice++;
    await markMaybeTwice(data, update);
  } catch (error) {
    log.warn({ err: error, bot: update.botId, update: update.updateId }, "reply not sent again");
  }
}
