import { ChevronRight, History } from "lucide-react";
import type { Metadata } from "next";
import { cache } from "react";
import { BotActs } from "@/components/admin/bot-acts";
import { BotFacts } from "@/components/admin/bot-facts";
import { CallFailures } from "@/components/admin/call-failures";
import { CanaryFacts, LeaseFacts } from "@/components/admin/lease-facts";
import { WebhookInfo } from "@/components/admin/webhook-info";
import { BotAvatar } from "@/components/bots/bot-avatar";
import { DoorBadge } from "@/components/bots/door-badge";
import { FactTiles } from "@/components/bots/fact-tiles";
import { Timeline } from "@/components/bots/timeline";
import { VerdictBanner } from "@/components/bots/verdict-banner";
import { RangeLinks } from "@/components/overview/range-links";
import { type Range, rangeOf, ranges } from "@/components/overview/ranges";
import { StatsCharts } from "@/components/overview/stats-charts";
import { Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { QuarantineCard } from "@/components/updates/quarantine-card";
import { adminBotHealth } from "@/lib/bots/fleet-health";
import { adminTexts } from "@/lib/i18n/admin";
import { overviewTexts } from "@/lib/i18n/overview";
import { pageLanguage } from "@/lib/web/page-language";
import { requireAdmin } from "@/lib/web/session";
import { idOf, orNotFound, queryValue } from "../../../verb-for-page";
import { actOnFleetAction, webhookInfoAction } from "../../actions";

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const read = cache(async (id: string, range: Range) => {
  const ctx = await requireAdmin();
  const { spanMs, bucket } = ranges[range];
  const from = new Date(ctx.clock.now() - spanMs).toISOString();
  return orNotFound(adminBotHealth(ctx, { botId: idOf(id), from, bucket }));
});

async function ofPage({ params, searchParams }: Props) {
  const range = rangeOf(queryValue((await searchParams).range));
  return { range, ...(await read((await params).id, range)) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { bot } = await ofPage(props);
  return { title: adminTexts(await pageLanguage()).bot.title(bot.username) };
}

export default async function AdminBotPage(props: Props) {
  const [health, language] = await Promise.all([ofPage(props), pageLanguage()]);
  const { range, bot, facts, lossAt, aside, stats, lease, canary, failures, timeline } = health;
  const { fleet, bot: texts } = adminTexts(language);
  return (
    <>
      <nav aria-label={texts.breadcrumb} className="mb-4 flex items-center gap-1 text-[0.8125rem] text-ink-3">
        <Link href="/admin" className="rounded hover:text-ink">
          {fleet.title}
        </Link>
        <ChevronRight aria-hidden className="size-3.5" />
        <span className="truncate text-ink-2">@{bot.username}</span>
      </nav>
      <header className="mb-6 flex flex-wrap items-center gap-x-4 gap-y-3">
        <BotAvatar telegramId={bot.telegramId} name={bot.name} size="large" />
        <div className="min-w-0 flex-1">
          <h1 className="truncate font-semibold text-xl tracking-tight">{bot.name}</h1>
          <p className="truncate text-ink-3">
            @{bot.username} · {bot.ownerEmail}
          </p>
        </div>
        <DoorBadge bot={bot} language={language} />
      </header>
      <div className="grid gap-5">
        <VerdictBanner bot={bot} fix={<BotActs bot={bot} act={actOnFleetAction} />} />
        <QuarantineCard botId={bot.id} chats={aside} />
        <FactTiles bot={bot} lossAt={lossAt} />
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <div className="grid min-w-0 gap-5">
            <Section title={texts.failures} description={texts.failuresText}>
              <CallFailures failures={failures} language={language} />
            </Section>
            <Section title={texts.lease} description={texts.leaseText}>
              <LeaseFacts lease={lease} facts={facts} language={language} />
            </Section>
            <Section title={texts.canary} description={texts.canaryText}>
              <CanaryFacts canary={canary} language={language} />
            </Section>
          </div>
          <div className="grid min-w-0 gap-5">
            <Section title={texts.telegramNow} description={texts.telegramNowText}>
              <WebhookInfo botId={bot.id} ask={webhookInfoAction} />
            </Section>
            <Section title={texts.timeline} description={texts.timelineText}>
              {timeline.items.length === 0 ? (
                <EmptyState icon={History} title={texts.noTimeline} />
              ) : (
                <Timeline events={timeline.items} language={language} />
              )}
            </Section>
          </div>
        </div>
        <Section
          title={overviewTexts(language).charts.title}
          aside={<RangeLinks range={range} base={`/admin/bots/${bot.id}`} language={language} />}
        >
          <StatsCharts stats={stats} range={range} language={language} />
        </Section>
        <Section title={texts.facts} description={texts.factsText}>
          <BotFacts bot={bot} facts={facts} language={language} />
        </Section>
      </div>
    </>
  );
}
