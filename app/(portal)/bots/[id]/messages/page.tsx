import { MessageForm } from "@/components/bots/message-form";
import { Section } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { recentChats } from "@/lib/bots/recent-chats";
import { messagesTexts } from "@/lib/i18n/messages";
import { pageLanguage } from "@/lib/web/page-language";
import { sendMessageAction } from "../actions";
import { type BotProps, botOfPage, botTitle } from "../bot-of-page";

export async function generateMetadata(props: BotProps) {
  return botTitle(props, messagesTexts(await pageLanguage()).title);
}

export default async function MessagesPage(props: BotProps) {
  const { ctx, bot } = await botOfPage(props);
  const texts = messagesTexts(await pageLanguage());
  return (
    <Section title={texts.heading} description={texts.text}>
      {bot.status === "unauthorized" ? (
        <Notice tone="warn" title={texts.unauthorized}>
          <Link href={`/bots/${bot.id}/settings#token`} className="text-accent underline underline-offset-2">
            {texts.newToken}
          </Link>
        </Notice>
      ) : (
        <MessageForm
          botId={bot.id}
          botUsername={bot.username}
          recentChats={await recentChats(ctx, { botId: bot.id })}
          send={sendMessageAction}
        />
      )}
    </Section>
  );
}
