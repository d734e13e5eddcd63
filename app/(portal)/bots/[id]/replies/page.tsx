import { RepliesEditor } from "@/components/replies/replies-editor";
import { repliesTexts } from "@/lib/i18n/replies";
import { getReplies } from "@/lib/replies/get-replies";
import { pageLanguage, pageSentences } from "@/lib/web/page-language";
import { readRepliesAction, saveRepliesAction, tryRepliesAction } from "../actions";
import { type BotProps, botOfPage, botTitle } from "../bot-of-page";

export async function generateMetadata(props: BotProps) {
  return botTitle(props, repliesTexts(await pageLanguage()).title);
}

export default async function RepliesPage(props: BotProps) {
  const { ctx, bot } = await botOfPage(props);
  const texts = repliesTexts(await pageLanguage());
  const say = await pageSentences();
  const replies = (await getReplies(ctx, { botId: bot.id })).replies.map((reply) =>
    reply.offReason === undefined ? reply : { ...reply, offReason: say(reply.offReason) },
  );
  return (
    <>
      <h2 className="sr-only">{texts.title}</h2>
      <p className="mb-4 max-w-prose text-ink-2">{texts.text}</p>
      <RepliesEditor
        botId={bot.id}
        botUsername={bot.username}
        replies={replies}
        save={saveRepliesAction}
        read={readRepliesAction}
        tryOut={tryRepliesAction}
      />
    </>
  );
}
