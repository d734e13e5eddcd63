import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { TimeAgo } from "@/components/ui/time-ago";
import type { BotView, Verdict } from "@/lib/bots/schemas";
import { botTexts } from "@/lib/i18n/bot";
import { overviewTexts } from "@/lib/i18n/overview";
import { pageLanguage, pageSentences } from "@/lib/web/page-language";
import { verdictDots } from "./verdict-texts";

const edges: Record<Verdict["status"], string> = {
  healthy: "border-good/30 bg-good-soft",
  degraded: "border-warn/35 bg-warn-soft",
  down: "border-bad/30 bg-bad-soft",
  unknown: "border-line bg-surface",
};

/** A healthy bot is alive, and a new one waits for its first update: both are going on now. */
const pulsing: ReadonlySet<Verdict["status"]> = new Set(["healthy", "unknown"]);

/** How the bot is, in one sentence, with the one thing to do about it. */
export async function VerdictBanner({
  bot,
  fix,
}: {
  bot: Pick<BotView, "status" | "health" | "activeDoor" | "lastUpdateAt">;
  fix: ReactNode;
}) {
  const [language, say] = await Promise.all([pageLanguage(), pageSentences()]);
  const texts = botTexts(language);
  const { health, lastCame } = overviewTexts(language);
  const { activeDoor, lastUpdateAt } = bot;
  const verdict = bot.health;
  const paused = bot.status === "paused";
  return (
    <section
      aria-label={health}
      className={cn(
        "flex flex-wrap items-center gap-x-5 gap-y-3 rounded-xl border px-5 py-4 shadow-card",
        paused ? edges.unknown : edges[verdict.status],
      )}
    >
      <span className="relative flex size-3 shrink-0" aria-hidden>
        {pulsing.has(verdict.status) ? (
          <span
            className={cn(
              "absolute inset-0 animate-ping rounded-full opacity-40 [animation-duration:2.4s]",
              verdictDots[verdict.status],
            )}
          />
        ) : null}
        <span
          className={cn(
            "relative size-3 rounded-full",
            paused ? "bg-line-strong" : verdictDots[verdict.status],
          )}
        />
      </span>
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-semibold text-[0.9375rem]">
          {paused ? texts.paused : texts.verdicts[verdict.status]}
        </p>
        <p className="text-ink-2">
          {verdict.status === "healthy" && activeDoor !== "none" && lastUpdateAt !== null ? (
            // The sentence as it was when the page was made would stand still while time goes on.
            <>
              {lastCame[activeDoor]} <TimeAgo at={lastUpdateAt} />.
            </>
          ) : (
            say(verdict.sentence)
          )}
        </p>
      </div>
      {fix}
    </section>
  );
}
