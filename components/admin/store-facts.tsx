import type { ReactNode } from "react";
import { TimeAgo } from "@/components/ui/time-ago";
import type { ProcessesView } from "@/lib/bots/fleet-processes";
import { adminTexts } from "@/lib/i18n/admin";
import type { Language } from "@/lib/i18n/language";
import { numberIn } from "@/lib/i18n/plural";

interface StoreFactsProps {
  queue: ProcessesView["queue"];
  database: ProcessesView["database"];
  language: Language;
}

/** What waits, and how large the database is. */
export function StoreFacts({ queue, database, language }: StoreFactsProps) {
  const { processes: texts, bot } = adminTexts(language);
  const number = numberIn(language);
  const size = (bytes: number) =>
    bytes < 2 ** 30 ? texts.mb(Math.round(bytes / 2 ** 20)) : texts.gb(bytes / 2 ** 30);
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line shadow-card lg:grid-cols-4">
      <Tile name={texts.queue} value={queue.more ? texts.more(queue.open) : number(queue.open)}>
        {queue.oldestAt ? (
          <>
            {texts.oldest} <TimeAgo at={queue.oldestAt} />
          </>
        ) : null}
      </Tile>
      <Tile name={texts.database} value={size(database.bytes)}>
        {texts.databaseText(database.version)} · {bot.ms(database.ms)}
      </Tile>
      <Tile name={texts.ofWhich} value={size(database.updatesBytes)}>
        {texts.about(Math.round(database.updates))}
      </Tile>
      <Tile
        name={texts.connections}
        value={texts.connectionsOf(database.connections, database.maxConnections)}
      />
    </dl>
  );
}

function Tile({ name, value, children }: { name: string; value: string; children?: ReactNode }) {
  return (
    <div className="min-w-0 bg-surface px-4 py-3.5 sm:px-5">
      <dt className="text-ink-3 text-xs">{name}</dt>
      <dd className="mt-1">
        <span className="block font-medium text-[0.9375rem] tracking-tight" data-numeric>
          {value}
        </span>
        {children ? <span className="block text-ink-3 text-xs">{children}</span> : null}
      </dd>
    </div>
  );
}
