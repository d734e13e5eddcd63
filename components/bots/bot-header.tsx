import { ChevronRight, ExternalLink } from "lucide-react";
import { Link } from "@/components/ui/link";
import type { BotView } from "@/lib/bots/schemas";
import { botTexts } from "@/lib/i18n/bot";
import type { Language } from "@/lib/i18n/language";
import { BotAvatar } from "./bot-avatar";
import { ExplainedDoorBadge } from "./door-badge";
import { BotTabs } from "./tabs";

/** Which bot this is; stands above each of its tabs. */
export function BotHeader({ bot, language }: { bot: BotView; language: Language }) {
  const texts = botTexts(language);
  return (
    <div className="mb-6">
      <nav aria-label={texts.breadcrumb} className="mb-4 flex items-center gap-1 text-[0.8125rem] text-ink-3">
        <Link href="/bots" className="rounded hover:text-ink">
          {texts.bots}
        </Link>
        <ChevronRight aria-hidden className="size-3.5" />
        <span className="truncate text-ink-2">@{bot.username}</span>
      </nav>
      <div className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-3">
        <BotAvatar telegramId={bot.telegramId} name={bot.name} size="large" />
        <div className="min-w-0 flex-1">
          <h1 className="truncate font-semibold text-xl tracking-tight">{bot.name}</h1>
          <a
            href={`https://t.me/${bot.username}`}
            target="_blank"
            rel="noreferrer"
            className="inline-flex max-w-full items-center gap-1 rounded text-ink-3 hover:text-accent"
          >
            <span className="truncate">@{bot.username}</span>
            <ExternalLink aria-hidden className="size-3.5 shrink-0" />
            <span className="sr-only">{texts.opensInTelegram}</span>
          </a>
        </div>
        <ExplainedDoorBadge bot={bot} language={language} />
      </div>
      <BotTabs botId={bot.id} />
    </div>
  );
}
