import { History } from "lucide-react";
import { DoorCard } from "@/components/bots/door-card";
import { FactTiles } from "@/components/bots/fact-tiles";
import { FixButton } from "@/components/bots/fix-button";
import { Timeline } from "@/components/bots/timeline";
import { VerdictBanner } from "@/components/bots/verdict-banner";
import { RangeLinks } from "@/components/overview/range-links";
import { rangeOf, ranges } from "@/components/overview/ranges";
import { StatsCharts } from "@/components/overview/stats-charts";
import { Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { QuarantineCard } from "@/components/updates/quarantine-card";
import { botBacklog } from "@/lib/bots/bot-backlog";
import { botStats } from "@/lib/bots/bot-stats";
import { botTimeline } from "@/lib/bots/bot-timeline";
import { doorProgress } from "@/lib/bots/door-progress";
import { listQuarantine } from "@/lib/bots/list-quarantine";
import { overviewTexts } from "@/lib/i18n/overview";
import { pageLanguage, pageSentences } from "@/lib/web/page-language";
import { queryValue } from "../../verb-for-page";
import { patchBotAction } from "./actions";
import { type BotProps, botOfPage, botTitle } from "./bot-of-page";
import { releaseAction } from "./updates/actions";

interface Props extends BotProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const generateMetadata = (props: BotProps) => botTitle(props, "");

export default async function OverviewPage(props: Props) {
  const { ctx, bot } = await botOfPage(props);
  const botId = bot.id;
  const range = rangeOf(queryValue((await props.searchParams).range));
  const { spanMs, bucket } = ranges[range];
  const from = new Date(ctx.clock.now() - spanMs).toISOString();
  const [language, say, stats, timeline, backlog, progress, { items: aside }] = await Promise.all([
    pageLanguage(),
    pageSentences(),
    botStats(ctx, { botId, from, bucket }),
    botTimeline(ctx, { botId, limit: 5 }),
    botBacklog(ctx, { botId }),
    doorProgress(ctx, { botId }),
    listQuarantine(ctx, { botId }),
  ]);
  const texts = overviewTexts(language);
  const fix = bot.health.fix && { ...bot.health.fix, label: say(bot.health.fix.label) };
  return (
    <div className="grid gap-5">
      <VerdictBanner bot={bot} fix={fix ? <FixButton bot={bot} fix={fix} patch={patchBotAction} /> : null} />
      <QuarantineCard botId={botId} chats={aside} release={releaseAction} />
      <FactTiles bot={bot} lossAt={backlog.lossAt} />
      <div className="grid items-start gap-5 md:grid-cols-2">
        <DoorCard
          bot={bot}
          webhookAvailable={ctx.config.webhookBase !== undefined}
          progress={progress}
          patch={patchBotAction}
        />
        <Section
          title={texts.timeline.title}
          description={texts.timeline.text}
          aside={
            <Link href={`/bots/${botId}/timeline`} className="rounded text-accent text-xs hover:underline">
              {texts.timeline.all}
            </Link>
          }
        >
          {timeline.items.length === 0 ? (
            <EmptyState icon={History} title={texts.timeline.none} />
          ) : (
            <Timeline events={timeline.items} language={language} />
          )}
        </Section>
      </div>
      <Section
        title={texts.charts.title}
        aside={<RangeLinks range={range} base={`/bots/${botId}`} language={language} />}
      >
        <StatsCharts stats={stats} range={range} language={language} />
      </Section>
    </div>
  );
}
