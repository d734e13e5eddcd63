import { History } from "lucide-react";
import { Timeline } from "@/components/bots/timeline";
import { Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { botTimeline } from "@/lib/bots/bot-timeline";
import { timelineTexts } from "@/lib/i18n/timeline";
import { pageLanguage } from "@/lib/web/page-language";
import { orNotFound, queryValue } from "../../../verb-for-page";
import { type BotProps, botOfPage, botTitle } from "../bot-of-page";

interface Props extends BotProps {
  searchParams: Promise<{ cursor?: string | string[] }>;
}

export async function generateMetadata(props: BotProps) {
  return botTitle(props, timelineTexts(await pageLanguage()).title);
}

const eventsAPage = 50;

export default async function TimelinePage(props: Props) {
  const { ctx, bot } = await botOfPage(props);
  const language = await pageLanguage();
  const texts = timelineTexts(language);
  const cursor = queryValue((await props.searchParams).cursor)?.slice(0, 200);
  const { items, nextCursor } = await orNotFound(
    botTimeline(ctx, { botId: bot.id, limit: eventsAPage, cursor }),
  );
  const base = `/bots/${bot.id}/timeline`;
  return (
    <>
      <Section title={texts.title} description={texts.text}>
        {items.length === 0 ? (
          <EmptyState icon={History} title={texts.empty}>
            {texts.emptyText}
          </EmptyState>
        ) : (
          <Timeline events={items} language={language} />
        )}
      </Section>
      <Pager
        previous={cursor === undefined ? undefined : base}
        next={nextCursor === null ? undefined : `${base}?cursor=${nextCursor}`}
      >
        {texts.shown(items.length)}
      </Pager>
    </>
  );
}
