import { BotListSkeleton } from "@/components/bots/bot-list-skeleton";
import { PageHeader } from "@/components/ui/page-header";
import { pageLanguage } from "@/lib/web/page-language";
import { botsWords } from "@/lib/words/bots";

export default async function Loading() {
  return (
    <>
      <PageHeader title={botsWords(await pageLanguage()).title} />
      <BotListSkeleton />
    </>
  );
}
