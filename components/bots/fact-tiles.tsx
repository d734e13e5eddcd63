import type { ReactNode } from "react";
import { Filled } from "@/components/ui/filled";
import { TimeAgo } from "@/components/ui/time-ago";
import { TimeLeft } from "@/components/ui/time-left";
import type { BotView } from "@/lib/bots/schemas";
import { overviewTexts } from "@/lib/i18n/overview";
import { numberIn } from "@/lib/i18n/plural";
import { pageLanguage } from "@/lib/web/page-language";

interface FactTilesProps {
  bot: BotView;
  /** When Telegram begins to drop what waits; null or absent where that is not known. */
  lossAt?: string | null;
}

/** The four numbers a person looks for first. */
export async function FactTiles({ bot, lossAt = null }: FactTilesProps) {
  const language = await pageLanguage();
  const texts = overviewTexts(language).tiles;
  const pending = bot.webhook.pendingCount;
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line shadow-card lg:grid-cols-4">
      <Tile name={texts.last}>
        <TimeAgo at={bot.lastUpdateAt} never={texts.none} />
      </Tile>
      <Tile name={texts.webhook}>
        <TimeAgo at={bot.webhook.lastUpdateAt} never={texts.none} />
      </Tile>
      <Tile name={texts.polling}>
        <TimeAgo at={bot.polling.lastUpdateAt} never={texts.none} />
      </Tile>
      <Tile name={texts.waiting}>
        {pending === null ? texts.unknown : pending === 0 ? texts.nothing : numberIn(language)(pending)}
        {lossAt === null ? null : (
          <span className="block font-normal text-bad-ink text-xs">
            {Date.parse(lossAt) <= Date.now() ? (
              texts.losing
            ) : (
              <Filled text={texts.loss} places={{ time: <TimeLeft at={lossAt} /> }} />
            )}
          </span>
        )}
      </Tile>
    </dl>
  );
}

function Tile({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0 bg-surface px-4 py-3.5 sm:px-5">
      <dt className="truncate text-ink-3 text-xs">{name}</dt>
      <dd className="mt-1 font-medium text-[0.9375rem] tracking-tight" data-numeric>
        {children}
      </dd>
    </div>
  );
}
