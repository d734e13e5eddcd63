import { ArrowRight, ExternalLink } from "lucide-react";
import { FirstUpdate } from "@/components/bots/first-update";
import { RegisterSteps } from "@/components/bots/register-steps";
import { buttonStyle } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Filled } from "@/components/ui/filled";
import { Link } from "@/components/ui/link";
import { QrCode } from "@/components/ui/qr-code";
import { listUpdates } from "@/lib/bots/list-updates";
import { qrCode } from "@/lib/core/qr-code";
import { welcomeTexts } from "@/lib/i18n/welcome";
import { pageLanguage } from "@/lib/web/page-language";
import { type BotProps, botOfPage, botTitle } from "../bot-of-page";

export const generateMetadata = (props: BotProps) => botTitle(props, "");

/** The last step of a registration: the first update, seen as it comes. */
export default async function WelcomePage(props: BotProps) {
  const { ctx, bot } = await botOfPage(props);
  const language = await pageLanguage();
  const texts = welcomeTexts(language);
  const { items } = await listUpdates(ctx, { botId: bot.id, limit: 1 });
  const [first] = items;
  const chat = `https://t.me/${bot.username}?start=hello`;
  return (
    <div className="mx-auto max-w-2xl">
      <h2 className="mb-5 text-center font-semibold text-lg tracking-tight">
        {texts.registered(bot.username)}
      </h2>
      <RegisterSteps label={texts.steps} names={Object.values(texts.stepNames)} current={first ? 3 : 2} />
      <Card className="grid gap-6 p-5 sm:grid-cols-[minmax(0,1fr)_auto] sm:p-6">
        <div className="grid content-start justify-items-start gap-4">
          <p className="text-[0.9375rem]">
            <Filled
              text={texts.send}
              places={{
                start: <code className="rounded bg-sunken px-1 py-px font-mono">/start</code>,
                bot: (
                  <a
                    href={chat}
                    target="_blank"
                    rel="noreferrer"
                    className="break-all text-accent underline underline-offset-2"
                  >
                    @{bot.username}
                  </a>
                ),
              }}
            />
          </p>
          <a href={chat} target="_blank" rel="noreferrer" className={buttonStyle({ look: "primary" })}>
            {texts.openTelegram}
            <ExternalLink aria-hidden />
          </a>
        </div>
        <figure className="justify-self-center">
          <QrCode code={qrCode(chat)} label={texts.qr(bot.username)} className="size-36" />
          <figcaption className="mt-2 max-w-36 text-center text-ink-3 text-xs">{texts.scan}</figcaption>
        </figure>
      </Card>
      <FirstUpdate update={first} bot={bot} language={language} />
      <div className="mt-6 flex flex-wrap gap-2">
        <Link href={`/bots/${bot.id}`} className={buttonStyle({ look: first ? "primary" : "secondary" })}>
          {texts.openBot}
          <ArrowRight aria-hidden />
        </Link>
        <Link href={`/bots/${bot.id}/replies`} className={buttonStyle()}>
          {texts.writeReplies}
        </Link>
      </div>
    </div>
  );
}
