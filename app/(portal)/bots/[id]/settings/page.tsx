import { DeliverySettings } from "@/components/bots/delivery-settings";
import { DropPending } from "@/components/bots/drop-pending";
import { PauseSetting } from "@/components/bots/pause-setting";
import { RemoveBot } from "@/components/bots/remove-bot";
import { TokenForm } from "@/components/bots/token-form";
import { UpdateKinds } from "@/components/bots/update-kinds";
import { Section } from "@/components/ui/card";
import { defaultAllowedUpdates, updateKinds } from "@/lib/bots/schemas";
import { kindTexts } from "@/lib/i18n/kinds";
import { settingsTexts } from "@/lib/i18n/settings";
import { pageLanguage } from "@/lib/web/page-language";
import {
  checkNewTokenAction,
  countPendingAction,
  dropPendingAction,
  patchBotAction,
  removeBotAction,
  rotateTokenAction,
} from "../actions";
import { type BotProps, botOfPage, botTitle } from "../bot-of-page";

export async function generateMetadata(props: BotProps) {
  return botTitle(props, settingsTexts(await pageLanguage()).title);
}

export default async function SettingsPage(props: BotProps) {
  const { bot } = await botOfPage(props);
  const language = await pageLanguage();
  const texts = settingsTexts(language);
  const kinds = kindTexts(language);
  const { id, username, status, fallbackEnabled, maxConnections } = bot;
  // Without a token that works, or while another system has the bot, there is nothing to ask or drop.
  const mayDrop = status === "active" || status === "paused";
  return (
    <div className="grid gap-5">
      <Section
        title={texts.receiving.title}
        description={status === "paused" ? texts.receiving.textPaused : texts.receiving.text}
        aside={<PauseSetting bot={{ id, status }} patch={patchBotAction} />}
      >
        <DeliverySettings bot={{ id, fallbackEnabled, maxConnections }} patch={patchBotAction} />
      </Section>
      <Section title={texts.kinds.title} description={texts.kinds.text}>
        <UpdateKinds
          botId={id}
          kinds={updateKinds.map((kind) => ({
            kind,
            ...kinds[kind],
            usual: defaultAllowedUpdates.includes(kind),
          }))}
          allowed={bot.allowedUpdates}
          patch={patchBotAction}
        />
      </Section>
      <Section id="token" title={texts.token.title} description={texts.token.text(username)}>
        <TokenForm botId={id} check={checkNewTokenAction} action={rotateTokenAction} />
      </Section>
      {mayDrop ? (
        <Section title={texts.drop.title} description={texts.drop.text} className="border-bad/30">
          <DropPending botId={id} username={username} count={countPendingAction} drop={dropPendingAction} />
        </Section>
      ) : null}
      <Section title={texts.remove.title} description={texts.remove.text} className="border-bad/30">
        <RemoveBot botId={id} username={username} remove={removeBotAction} />
      </Section>
    </div>
  );
}
