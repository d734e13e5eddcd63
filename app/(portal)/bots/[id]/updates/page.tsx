import { ChevronLeft, Inbox, SearchX } from "lucide-react";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { Pager } from "@/components/ui/pager";
import { LiveList } from "@/components/updates/live-list";
import { QuarantineCard } from "@/components/updates/quarantine-card";
import { ReplayActs } from "@/components/updates/replay-acts";
import { ReplayMany } from "@/components/updates/replay-many";
import { SearchedNote } from "@/components/updates/searched-note";
import { SelectionProvider } from "@/components/updates/selection";
import { UpdateDetail } from "@/components/updates/update-detail";
import { UpdateFilters } from "@/components/updates/update-filters";
import { listQuarantine } from "@/lib/bots/list-quarantine";
import { listUpdates } from "@/lib/bots/list-updates";
import { updateKinds } from "@/lib/bots/schemas";
import { viewUpdate } from "@/lib/bots/view-update";
import { updatesTexts } from "@/lib/i18n/updates";
import { pageLanguage } from "@/lib/web/page-language";
import { orNotFound } from "../../../verb-for-page";
import { type BotProps, botOfPage, botTitle } from "../bot-of-page";
import * as actions from "./actions";
import { readUpdatesAddress, updatesHref } from "./address";

interface Props extends BotProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const generateMetadata = async (props: Props) =>
  botTitle(props, updatesTexts(await pageLanguage()).title);

export default async function UpdatesPage(props: Props) {
  const { ctx, bot } = await botOfPage(props);
  const botId = bot.id;
  const address = readUpdatesAddress(await props.searchParams);
  const { filter, cursor, open } = address;
  const [language, { items, nextCursor, searched }, update, { items: aside }] = await Promise.all([
    pageLanguage(),
    orNotFound(listUpdates(ctx, { botId, limit: 30, cursor, ...filter })),
    open === undefined ? undefined : orNotFound(viewUpdate(ctx, { botId, arrival: open })),
    listQuarantine(ctx, { botId }),
  ]);
  const texts = updatesTexts(language);
  const base = `/bots/${botId}/updates`;
  const filtered = Object.values(filter).some((value) => value !== undefined);
  if (items.length === 0 && !filtered && cursor === undefined && update === undefined) {
    return (
      <Card>
        <EmptyState icon={Inbox} title={texts.none.title}>
          {texts.none.text.replace("{bot}", `@${bot.username}`)}
        </EmptyState>
      </Card>
    );
  }
  const older = nextCursor === null ? undefined : updatesHref(base, { ...address, cursor: nextCursor });
  const newest = cursor === undefined ? undefined : updatesHref(base, { ...address, cursor: undefined });
  const given = Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  return (
    <SelectionProvider>
      <h2 className="sr-only">{texts.title}</h2>
      <div className={cn("grid gap-4", update && "max-lg:hidden")}>
        <QuarantineCard botId={botId} chats={aside} release={actions.releaseAction} />
        <div>
          <UpdateFilters
            key={JSON.stringify(filter)}
            action={base}
            kinds={updateKinds}
            filter={{ ...filter, chatId: filter.chatId?.toString() }}
          />
          <ReplayMany
            botId={botId}
            filter={filtered ? given : undefined}
            matching={actions.matchingAction}
            dryRunMany={actions.dryRunManyAction}
            replayMany={actions.replayManyAction}
          />
        </div>
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <div className={cn("min-w-0", update && "max-lg:hidden")}>
          <Card className="overflow-hidden">
            {items.length === 0 ? (
              <EmptyState icon={SearchX} title={texts.noneFits}>
                {texts.noneFitsText}
              </EmptyState>
            ) : (
              <LiveList
                key={JSON.stringify([filter, cursor])}
                updates={items}
                openId={open}
                live={cursor === undefined}
                hrefOf={Object.fromEntries(
                  items.map(({ arrival }) => [arrival, updatesHref(base, { ...address, open: arrival })]),
                )}
              />
            )}
          </Card>
          {searched ? <SearchedNote searched={searched} older={older} language={language} /> : null}
          <Pager previous={newest} next={older} />
        </div>
        {update ? (
          <div className="min-w-0">
            <Link
              href={updatesHref(base, { ...address, open: undefined })}
              className="mb-3 inline-flex items-center gap-1 rounded text-ink-2 hover:text-ink lg:hidden"
            >
              <ChevronLeft aria-hidden className="size-4" />
              {texts.all}
            </Link>
            <Card className="p-5">
              <UpdateDetail
                update={update}
                chatHref={updatesHref(base, {
                  ...address,
                  cursor: undefined,
                  filter: { ...filter, chatId: update.chatId ?? undefined },
                })}
                acts={
                  <ReplayActs
                    key={update.arrival}
                    botId={botId}
                    update={{
                      arrival: update.arrival,
                      attempts: update.attempts,
                      state: update.state,
                      chatId: update.chatId,
                    }}
                    replaying={update.replaying}
                    dryRun={actions.dryRunAction}
                    replay={actions.replayAction}
                    setAside={actions.setAsideAction}
                    release={actions.releaseAction}
                  />
                }
              />
            </Card>
          </div>
        ) : (
          <Card className="max-lg:hidden">
            <EmptyState icon={Inbox} title={texts.choose.title}>
              {texts.choose.text}
            </EmptyState>
          </Card>
        )}
      </div>
    </SelectionProvider>
  );
}
