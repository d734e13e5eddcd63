import { Link } from "@/components/ui/link";
import { TimeAgo } from "@/components/ui/time-ago";
import type { BotGlance } from "@/lib/bots/browse-bots";
import { botTexts } from "@/lib/i18n/bot";
import { botsTexts } from "@/lib/i18n/bots";
import type { Language } from "@/lib/i18n/language";
import { sentencesIn } from "@/lib/i18n/sentences";
import { BotAvatar } from "./bot-avatar";
import { DoorBadge } from "./door-badge";
import { HourBars } from "./hour-bars";
import { Sparkline } from "./sparkline";
import { VerdictBadge } from "./verdict-badge";

/** One bot of the list. The whole row leads to the bot. */
export function BotRow({ bot, language }: { bot: BotGlance; language: Language }) {
  const texts = botsTexts(language);
  const volume = bot.hours.reduce((sum, { updates }) => sum + updates, 0);
  const volumeText = botTexts(language).updates(volume);
  // What the link says need not be said twice.
  const trouble = bot.health.fix?.action === "inspect_updates" ? null : troubleOf(bot);
  return (
    <li className="relative grid grid-cols-[auto_minmax(0,1fr)_auto] items-center [contain-intrinsic-size:auto_4.375rem] [content-visibility:auto] gap-x-3.5 gap-y-2 px-4 py-3.5 transition-colors hover:bg-sunken/60 sm:px-5 lg:grid-cols-[auto_minmax(0,1fr)_7rem_11.5rem_8.5rem_8.5rem_5.5rem]">
      <BotAvatar telegramId={bot.telegramId} name={bot.name} />
      <div className="min-w-0">
        <Link
          href={`/bots/${bot.id}`}
          // Fifty rows would ask for fifty pages that nobody opens.
          className="block truncate font-medium after:absolute after:inset-0 after:content-['']"
        >
          {bot.name}
        </Link>
        <p className="truncate text-[0.8125rem] text-ink-3">@{bot.username}</p>
      </div>
      <div className="justify-self-end text-[0.8125rem] text-ink-2 lg:justify-self-start">
        <VerdictBadge bot={bot} language={language} />
      </div>
      <div className="col-start-2 lg:col-start-auto">
        <DoorBadge bot={bot} language={language} />
      </div>
      <div className="col-start-3 text-right text-[0.8125rem] text-ink-2 lg:order-last lg:col-start-auto">
        <span className="sr-only">{texts.lastUpdate} </span>
        <TimeAgo at={bot.lastUpdateAt} never={texts.noUpdate} className="relative z-10 whitespace-nowrap" />
      </div>
      <div className="col-start-2 lg:col-start-auto">
        <HourBars hours={bot.hours} language={language} />
      </div>
      <div className="col-start-3 flex items-center justify-end gap-2.5 lg:col-start-auto" title={volumeText}>
        <span className="text-[0.8125rem] text-ink-2" data-numeric>
          {new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 }).format(volume)}
        </span>
        <Sparkline
          values={bot.hours.map(({ updates }) => updates)}
          label={`${texts.lastDay}: ${volumeText}`}
        />
      </div>
      {trouble || bot.deadUpdates > 0 ? (
        <p className="col-[2/-1] text-[0.8125rem] text-ink-2 lg:order-last lg:-mt-1">
          {trouble ? `${sentencesIn(language)(trouble)} ` : null}
          {bot.deadUpdates > 0 ? (
            <Link
              href={`/bots/${bot.id}/updates?state=dead`}
              className="relative z-10 rounded text-bad-ink underline underline-offset-2"
            >
              {texts.deadUpdates(bot.deadUpdates)}
            </Link>
          ) : null}
        </p>
      ) : null}
    </li>
  );
}

/** Why a bot is not well, or why it is not at the door its owner chose. */
function troubleOf(bot: BotGlance): string | null {
  if (bot.status === "paused") return null;
  const { status, sentence } = bot.health;
  if (status === "down" || status === "degraded") return sentence;
  return bot.mode === "webhook" && bot.activeDoor === "polling" ? bot.doorReason : null;
}
