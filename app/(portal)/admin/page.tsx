import { Bot, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { BulkActs } from "@/components/admin/bulk-acts";
import { FleetCounts } from "@/components/admin/fleet-counts";
import { FleetFilters } from "@/components/admin/fleet-filters";
import { FleetTable } from "@/components/admin/fleet-table";
import { FleetTrend } from "@/components/admin/fleet-trend";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { fleetSummary, listFleet, maxChosen } from "@/lib/bots/fleet";
import { fleetTrend, type TrendRange } from "@/lib/bots/fleet-trend";
import { adminTexts } from "@/lib/i18n/admin";
import { pageLanguage } from "@/lib/web/page-language";
import { requireAdmin } from "@/lib/web/session";
import { actOnFleetAction, chooseFleetAction } from "./actions";
import { fleetHref, fleetPageSize, readFleetAddress, sortHrefs } from "./address";

export async function generateMetadata(): Promise<Metadata> {
  return { title: adminTexts(await pageLanguage()).fleet.title };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function FleetPage({ searchParams }: Props) {
  const ctx = await requireAdmin();
  const address = readFleetAddress(await searchParams);
  const { page, range, ...filter } = address;
  const offset = (page - 1) * fleetPageSize;
  const [summary, { items, total }, trend, language] = await Promise.all([
    fleetSummary(ctx),
    listFleet(ctx, { ...filter, limit: fleetPageSize, offset }),
    fleetTrend(ctx, { range }),
    pageLanguage(),
  ]);
  const texts = adminTexts(language).fleet;
  const last = Math.max(1, Math.ceil(total / fleetPageSize));
  const rangeHref = (to: TrendRange) => fleetHref({ ...address, range: to });
  return (
    <>
      <PageHeader title={texts.title} description={texts.description} />
      <div className="grid gap-5">
        <FleetCounts summary={summary} language={language} />
        <FleetTrend points={trend} range={range} href={rangeHref} language={language} />
        <section aria-label={texts.bots}>
          <FleetFilters key={JSON.stringify(filter)} choice={filter} />
          {items.length > 0 ? (
            <BulkActs
              key={JSON.stringify(address)}
              total={total}
              most={maxChosen}
              filter={filter}
              act={actOnFleetAction}
              choose={chooseFleetAction}
            >
              <Card className="overflow-hidden">
                <FleetTable
                  bots={items}
                  sort={address.sort}
                  direction={address.direction}
                  sortHref={sortHrefs(address)}
                  language={language}
                />
              </Card>
            </BulkActs>
          ) : (
            <Card>
              {summary.bots === 0 ? (
                <EmptyState icon={Bot} title={texts.empty}>
                  {texts.emptyText}
                </EmptyState>
              ) : (
                <EmptyState icon={SearchX} title={texts.noMatch}>
                  {texts.noMatchText}
                </EmptyState>
              )}
            </Card>
          )}
          <Pager
            previous={page > 1 ? fleetHref({ ...address, page: Math.min(page - 1, last) }) : undefined}
            next={page < last ? fleetHref({ ...address, page: page + 1 }) : undefined}
          >
            {total === 0 ? null : texts.range(Math.min(offset + 1, total), offset + items.length, total)}
          </Pager>
        </section>
      </div>
    </>
  );
}
