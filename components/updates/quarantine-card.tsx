import { Section } from "@/components/ui/card";
import { Filled } from "@/components/ui/filled";
import { TimeAgo } from "@/components/ui/time-ago";
import type { QuarantinedChat } from "@/lib/bots/inspector-schemas";
import { numberIn } from "@/lib/i18n/plural";
import { updatesTexts } from "@/lib/i18n/updates";
import { pageLanguage, pageSentences } from "@/lib/web/page-language";
import { type ReleaseAction, ReleaseActs } from "./release-acts";

interface QuarantineCardProps {
  botId: number;
  chats: readonly QuarantinedChat[];
  /** Absent for whoever may look and not act. */
  release?: ReleaseAction;
}

/** A bot's chats that are set aside: why, since when, what waits, and the way back. */
export async function QuarantineCard({ botId, chats, release }: QuarantineCardProps) {
  if (chats.length === 0) return null;
  const [language, say] = await Promise.all([pageLanguage(), pageSentences()]);
  const { quarantine: texts, chat } = updatesTexts(language);
  const count = numberIn(language);
  return (
    <Section title={texts.title} description={texts.text} className="border-warn/40">
      <ul className="-my-3 divide-y divide-line">
        {chats.map(({ chatId, since, reason, waiting, releasingSince }) => (
          <li key={chatId} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
            <div className="min-w-0 flex-1 basis-60">
              <p className="font-medium" data-numeric>
                {chat(String(chatId))}
                <span className="ml-2 font-normal text-ink-3 text-xs">
                  <Filled text={texts.since} places={{ time: <TimeAgo at={since} /> }} /> ·{" "}
                  {texts.waiting(count(waiting))}
                </span>
              </p>
              <p className="text-ink-2">{say(reason)}</p>
            </div>
            {releasingSince !== null ? (
              <p className="text-ink-2 text-xs">{texts.releasing}</p>
            ) : release ? (
              <ReleaseActs botId={botId} chatId={chatId} waiting={waiting} release={release} />
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
