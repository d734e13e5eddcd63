import { MessageForm } from "@/components/bots/message-form";
import { Section } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { recentChats } from "@/lib/bots/recent-chats";
import { messagesWords } from "@/lib/i18n/messages";
import { pageLanguage } from "@/lib/web/page-language";
import { sendMessageAction } from "../actions";
import { type BotProps, botOfPage, botTitle } from "../bot-of-page";

export async function generateMetadata(props: BotProps) {
  return botTitle(props, messagesWords(await pageLanguage()).title);
}

export default async function MessagesPage(props: BotProps) {
  const { ctx, bot } = await botOfPage(props);
  const words = messagesWords(await pageLanguage());
  return (
    <Section title={words.heading} description={words.text}>
      {bot.status === "unauthorized" ? (
        <Notice tone="warn" title={words.unauthorized}>
          <Link href={`/bots/${bot.id}/settings#token`} className="text-accent underline underline-offset-2">
            {words.newToken}
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
