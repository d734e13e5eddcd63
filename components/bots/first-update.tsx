import { CircleCheck } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { Filled } from "@/components/ui/filled";
import { TimeAgo } from "@/components/ui/time-ago";
import type { BotView, UpdateView } from "@/lib/bots/schemas";
import type { Language } from "@/lib/i18n/language";
import { welcomeTexts } from "@/lib/i18n/welcome";
import { VerdictBadge } from "./verdict-badge";

interface FirstUpdateProps {
  /** The newest update, where there is one. */
  update: Pick<UpdateView, "door" | "receivedAt" | "actions"> | undefined;
  bot: Pick<BotView, "status" | "health">;
  language: Language;
}

/** Waits for a new bot's first update, and says when it has come. The page's live events bring it. */
export function FirstUpdate({ update, bot, language }: FirstUpdateProps) {
  const texts = welcomeTexts(language);
  const answered = update?.actions.some(({ method }) => method.startsWith("send")) ?? false;
  return (
    <div
      role="status"
      className={cn(
        "mt-5 flex items-center gap-4 rounded-xl border px-5 py-4 shadow-card transition-colors duration-500",
        update ? "border-good/30 bg-good-soft" : "border-line bg-surface",
      )}
    >
      {update ? (
        <CircleCheck aria-hidden className="size-6 shrink-0 animate-pop text-good" />
      ) : (
        <span aria-hidden className="relative flex size-3 shrink-0">
          <span className="absolute inset-0 animate-ping rounded-full bg-accent opacity-50 [animation-duration:1.8s]" />
          <span className="relative size-3 rounded-full bg-accent" />
        </span>
      )}
      <div className="min-w-0">
        <p className="font-medium">
          {update ? texts.received : texts.waiting}
          {answered ? `, ${texts.answered}` : null}
        </p>
        <p className="text-ink-2">
          {update ? (
            <Filled
              text={texts.receivedText}
              places={{
                door: update.door === "none" ? "" : texts.byDoor[update.door],
                time: <TimeAgo at={update.receivedAt} />,
              }}
            />
          ) : (
            texts.waitingText
          )}
        </p>
      </div>
      <span className="ml-auto text-[0.8125rem] text-ink-2">
        <VerdictBadge bot={bot} language={language} />
      </span>
    </div>
  );
}
