import type { BotView } from "@/lib/bots/schemas";

/** True where a bot that should receive by webhook polls instead. */
export function onFallback(bot: Pick<BotView, "mode" | "activeDoor">): boolean {
  return bot.mode === "webhook" && bot.activeDoor === "polling";
}
