import { Section } from "@/components/ui/card";
import { Filled } from "@/components/ui/filled";
import { TimeLeft } from "@/components/ui/time-left";
import type { DoorProgress } from "@/lib/bots/door-progress";
import type { BotView } from "@/lib/bots/schemas";
import { botTexts } from "@/lib/i18n/bot";
import { overviewTexts } from "@/lib/i18n/overview";
import { pageLanguage, pageSentences } from "@/lib/web/page-language";
import { ConflictWays } from "./conflict-ways";
import { onFallback } from "./door-texts";
import { DoorToggle } from "./door-toggle";
import type { PatchBot } from "./fix-way";

interface DoorCardProps {
  bot: BotView;
  webhookAvailable: boolean;
  progress: DoorProgress;
  patch: PatchBot;
}

/** How the bot receives, and the switch. */
export async function DoorCard({ bot, webhookAvailable, progress, patch }: DoorCardProps) {
  const [language, say] = await Promise.all([pageLanguage(), pageSentences()]);
  const texts = overviewTexts(language).door;
  const upgradable = webhookAvailable && bot.status === "active" && bot.mode === "polling";
  return (
    <Section
      title={texts.title}
      description={say(sentence(bot, { ...texts, doors: botTexts(language).doorTexts }))}
    >
      <DoorToggle
        botId={bot.id}
        mode={bot.mode}
        webhookAvailable={webhookAvailable}
        upgradable={upgradable}
        progress={progress.reason === null ? progress : { ...progress, reason: say(progress.reason) }}
        disabled={bot.status === "paused" || bot.status === "unauthorized"}
        patch={patch}
      />
      {bot.activeDoor === "webhook" && bot.webhook.url ? (
        <p className="mt-3 truncate font-mono text-ink-3 text-xs" title={bot.webhook.url}>
          {bot.webhook.url}
        </p>
      ) : null}
      {bot.fallback?.nextTryAt ? (
        <p className="mt-3 text-ink-2 text-xs">
          <Filled
            text={texts.nextTry}
            places={{ time: <TimeLeft at={bot.fallback.nextTryAt} className="tabular-nums" /> }}
          />
        </p>
      ) : null}
      {bot.conflict ? <ConflictWays bot={bot} conflict={bot.conflict} patch={patch} /> : null}
      {bot.activeDoor === "polling" && bot.polling.owner ? (
        <p className="mt-3 truncate text-ink-3 text-xs">{texts.polledBy(bot.polling.owner)}</p>
      ) : null}
    </Section>
  );
}

function sentence(
  bot: BotView,
  texts: ReturnType<typeof overviewTexts>["door"] & { doors: Record<BotView["activeDoor"], string> },
): string {
  if (bot.status === "paused") return texts.paused;
  if (bot.status === "unauthorized") return texts.unauthorized;
  if (bot.status === "conflict") return texts.conflict;
  if (onFallback(bot)) return bot.doorReason ?? texts.fallback;
  return bot.doorReason ?? texts.doors[bot.activeDoor];
}
