import { TimeAgo } from "@/components/ui/time-ago";
import type { BotView } from "@/lib/bots/schemas";
import { overviewTexts } from "@/lib/i18n/overview";
import { pageLanguage } from "@/lib/web/page-language";
import { FixButton } from "./fix-button";
import type { PatchBot } from "./fix-way";

interface ConflictWaysProps {
  bot: BotView;
  conflict: NonNullable<BotView["conflict"]>;
  patch: PatchBot;
}

const ways = ["take_back", "replace_token", "stand_down"] as const;

/** Since when another system has the bot, which one, and the three ways out. */
export async function ConflictWays({ bot, conflict, patch }: ConflictWaysProps) {
  const texts = overviewTexts(await pageLanguage()).conflict;
  return (
    <div className="mt-4 border-line border-t pt-4">
      <p className="text-sm">
        {texts.what[conflict.kind]}
        {conflict.host === null ? null : texts.at(conflict.host)}, <TimeAgo at={conflict.since} />.
      </p>
      <p className="mt-1 text-ink-2 text-xs">{texts.text} </p>
      <div className="mt-3 flex flex-wrap gap-2">
        {ways.map((action) => (
          <FixButton key={action} bot={bot} fix={{ action, label: texts.ways[action] }} patch={patch} />
        ))}
      </div>
    </div>
  );
}
