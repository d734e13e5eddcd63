import { Bot, Plus, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { BotRow } from "@/components/bots/bot-row";
import { ListFilters } from "@/components/bots/list-filters";
import { StateLinks } from "@/components/bots/state-links";
import { buttonStyle } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { botStates } from "@/lib/bots/bot-filter";
import { browseBots } from "@/lib/bots/browse-bots";
import { botsTexts } from "@/lib/i18n/bots";
import { pageLanguage } from "@/lib/web/page-language";
import { requireActor } from "@/lib/web/session";
import { botsHref, readBotsAddress } from "./address";

export async function generateMetadata(): Promise<Metadata> {
  return { title: botsTexts(await pageLanguage()).title };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const botsAPage = 50;
/** Fewer bots than this are found with the eyes. */
const worthFiltering = 6;

export default async function BotsPage({ searchParams }: Props) {
  const ctx = await requireActor();
  const language = await pageLanguage();
  const texts = botsTexts(language);
  const address = readBotsAddress(await searchParams);
  const { filter, sort } = address;
  const list = await browseBots(ctx, { filter, sort, page: address.page, limit: botsAPage });
  const register = (
    <Link href="/bots/new" className={buttonStyle({ look: "primary" })}>
      <Plus aria-hidden />
      {texts.register}
    </Link>
  );
  if (list.total === 0) {
    return (
      <>
        <PageHeader title={texts.title} />
        <Card>
          <EmptyState icon={Bot} title={texts.none} action={register}>
            {texts.noneText}
          </EmptyState>
        </Card>
      </>
    );
  }
  const filtered = Object.values(filter).some((value) => value !== undefined);
  const hrefOf = (change: Partial<typeof address>) => botsHref({ ...address, page: 1, ...change });
  const first = (list.page - 1) * botsAPage;
  return (
    <>
      <PageHeader title={texts.title} actions={register} />
      {list.total >= worthFiltering || filtered ? (
        <>
          <ListFilters
            key={`${filter.state} ${filter.door} ${sort}`}
            search={filter.search}
            state={filter.state}
            door={filter.door}
            sort={sort}
          />
          <StateLinks
            total={list.total}
            chosen={filter.state}
            allHref={hrefOf({ filter: { ...filter, state: undefined } })}
            states={botStates
              .filter((state) => list.byState[state] > 0 || state === filter.state)
              .map((state) => ({
                state,
                count: list.byState[state],
                href: hrefOf({ filter: { ...filter, state } }),
              }))}
            language={language}
          />
        </>
      ) : null}
      <Card className="overflow-hidden">
        {list.items.length === 0 ? (
          <EmptyState
            icon={SearchX}
            title={texts.noMatch}
            action={
              <Link href="/bots" className={buttonStyle()}>
                {texts.showAll}
              </Link>
            }
          >
            {texts.noMatchText}
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {list.items.map((bot) => (
              <BotRow key={bot.id} bot={bot} language={language} />
            ))}
          </ul>
        )}
      </Card>
      <Pager
        previous={list.page > 1 ? hrefOf({ page: list.page - 1 }) : undefined}
        next={list.page < list.pages ? hrefOf({ page: list.page + 1 }) : undefined}
      >
        {texts.range(first + 1, first + list.items.length, list.matching)}
      </Pager>
    </>
  );
}
