import { CircleCheck } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { TimeAgo } from "@/components/ui/time-ago";
import type { AdminBotHealth } from "@/lib/bots/fleet-health";
import { adminTexts } from "@/lib/i18n/admin";
import type { Language } from "@/lib/i18n/language";
import { sentencesIn } from "@/lib/i18n/sentences";

/** A bot's calls to Telegram that failed: each kind of failure once, with how often and when last. */
export function CallFailures({
  failures,
  language,
}: {
  failures: AdminBotHealth["failures"];
  language: Language;
}) {
  const texts = adminTexts(language).bot;
  const say = sentencesIn(language);
  if (failures.length === 0) return <EmptyState icon={CircleCheck} title={texts.noFailures} />;
  return (
    <ul className="divide-y divide-line">
      {failures.map((failure) => (
        <li key={`${failure.method} ${failure.error}`} className="py-2.5 first:pt-0 last:pb-0">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4">
            <code className="font-medium font-mono text-[0.8125rem]">{failure.method}</code>
            <span className="text-ink-3 text-xs" data-numeric>
              {failure.times > 1 ? `${texts.times(failure.times)} · ` : null}
              <TimeAgo at={failure.lastAt} />
            </span>
          </p>
          <p className="text-ink-2">
            {failure.code > 0 ? failure.code : texts.notReached} · {say(failure.error)}
          </p>
        </li>
      ))}
    </ul>
  );
}
