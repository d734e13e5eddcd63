import { cn } from "@/components/ui/cn";
import type { BotView } from "@/lib/bots/schemas";
import { botTexts } from "@/lib/i18n/bot";
import type { Language } from "@/lib/i18n/language";
import { verdictDots } from "./verdict-texts";

interface VerdictBadgeProps {
  bot: Pick<BotView, "status" | "health">;
  language: Language;
}

/** A coloured dot and its word: colour alone tells nothing to many people. */
export function VerdictBadge({ bot, language }: VerdictBadgeProps) {
  const texts = botTexts(language);
  const { status } = bot.health;
  // Whoever paused a bot knows that it is silent: no alarm.
  const paused = bot.status === "paused";
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <span
        aria-hidden
        className={cn("size-2 shrink-0 rounded-full", paused ? "bg-line-strong" : verdictDots[status])}
      />
      {paused ? texts.paused : texts.verdicts[status]}
    </span>
  );
}
