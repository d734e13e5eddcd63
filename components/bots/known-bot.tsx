import { Button } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { Notice } from "@/components/ui/notice";
import type { TokenCheck } from "@/lib/bots/schemas";
import { registerTexts } from "@/lib/i18n/register";
import { BotAvatar } from "./bot-avatar";

/** Whose the token is, and who has the bot's updates now. */
export function KnownBot({ check, onChange }: { check: TokenCheck; onChange: () => void }) {
  const texts = registerTexts(useLanguage());
  const host = check.foreignWebhookHost;
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        {check.photo === null ? (
          <BotAvatar telegramId={check.telegramId} name={check.name} size="large" />
        ) : (
          // biome-ignore lint/performance/noImgElement: a data: address of a few kilobytes has nothing to optimise
          <img
            src={check.photo}
            alt=""
            width={48}
            height={48}
            className="size-12 shrink-0 rounded-full object-cover"
          />
        )}
        <div className="min-w-0 flex-1 basis-40">
          <p className="truncate font-medium">{check.name}</p>
          <p className="truncate text-[0.8125rem] text-ink-2">@{check.username}</p>
        </div>
        <Button look="ghost" size="small" onClick={onChange}>
          {texts.change}
        </Button>
      </div>
      {host === null ? null : (
        <Notice tone="warn" title={texts.takesOver(host)}>
          {texts.takesOverText(host)}
        </Notice>
      )}
    </div>
  );
}
