import { Section } from "@/components/ui/card";
import { Filled } from "@/components/ui/filled";
import { TimeLeft } from "@/components/ui/time-left";
import type { DoorProgress } from "@/lib/bots/door-progress";
import type { BotView } from "@/lib/bots/schemas";
import { botWords } from "@/lib/i18n/bot";
import { overviewWords } from "@/lib/i18n/overview";
import { pageLanguage, pageSentences } from "@/lib/web/page-language";
import { ConflictWays } from "./conflict-ways";
import { DoorToggle } from "./door-toggle";
import { onFallback } from "./door-words";
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
  const words = overviewWords(language).door;
  const upgradable = webhookAvailable && bot.status === "active" && bot.mode === "polling";
  return (
    <Section
      title={words.title}
      description={say(sentence(bot, { ...words, texts: botWords(language).doorTexts }))}
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
            text={words.nextTry}
            places={{ time: <TimeLeft at={bot.fallback.nextTryAt} className="tabular-nums" /> }}
          />
        </p>
      ) : null}
      {bot.conflict ? <ConflictWays bot={bot} conflict={bot.conflict} patch={patch} /> : null}
      {bot.activeDoor === "polling" && bot.polling.owner ? (
        <p className="mt-3 truncate text-ink-3 text-xs">{words.polledBy(bot.polling.owner)}</p>
      ) : null}
    </Section>
  );
}

function sentence(
  bot: BotView,
  words: ReturnType<typeof overviewWords>["door"] & { texts: Record<BotView["activeDoor"], string> },
): string {
  if (bot.status === "paused") return words.paused;
  if (bot.status === "unauthorized") return words.unauthorized;
  if (bot.status === "conflict") return words.conflict;
  if (onFallback(bot)) return bot.doorReason ?? words.fallback;
  return bot.doorReason ?? words.texts[bot.activeDoor];
}
