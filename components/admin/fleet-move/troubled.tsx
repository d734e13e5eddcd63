import { Section } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import type { MigrationView } from "@/lib/fleet-move/view-migration";
import { migrationTexts } from "@/lib/i18n/fleet-move";
import type { Language } from "@/lib/i18n/language";
import { pageSentences } from "@/lib/web/page-language";

interface TroubledProps {
  bots: NonNullable<MigrationView["run"]>["troubled"];
  language: Language;
}

/** Bots that did not take to their webhook, and what is known of why. */
export async function Troubled({ bots, language }: TroubledProps) {
  const texts = migrationTexts(language);
  const say = await pageSentences();
  if (bots.length === 0) return null;
  return (
    <Section title={texts.troubled.title} description={texts.troubled.description}>
      <ul className="divide-y divide-line">
        {bots.map((bot) => (
          <li
            key={bot.botId}
            className="grid gap-x-6 gap-y-0.5 py-2.5 first:pt-0 last:pb-0 sm:grid-cols-[14rem_1fr]"
          >
            <Link href={`/admin/bots/${bot.botId}`} className="truncate font-medium hover:underline">
              @{bot.username}
            </Link>
            <span className="min-w-0 text-ink-2">
              {texts.run.wave} {bot.wave}
              {whyOf(bot) === "" ? null : ` · ${say(whyOf(bot))}`}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function whyOf({ note, reason }: TroubledProps["bots"][number]): string {
  return note ?? reason ?? "";
}
