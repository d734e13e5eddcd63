import { CircleSlash, RefreshCw, Webhook } from "lucide-react";
import type { ReactNode } from "react";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Tooltip } from "@/components/ui/tooltip";
import type { BotView } from "@/lib/bots/schemas";
import { botTexts } from "@/lib/i18n/bot";
import type { Language } from "@/lib/i18n/language";
import { sentencesIn } from "@/lib/i18n/sentences";
import { onFallback } from "./door-texts";

const icons = { webhook: Webhook, polling: RefreshCw, none: CircleSlash };

type BotAtDoor = Pick<BotView, "mode" | "activeDoor" | "doorReason">;

interface DoorBadgeProps {
  bot: BotAtDoor;
  language: Language;
}

/** Which door a bot uses; why, on hover and to screen readers. For rows: nothing of it runs in the browser. */
export function DoorBadge({ bot, language }: DoorBadgeProps) {
  const why = whyDoor(bot, language);
  return (
    <DoorLabel bot={bot} language={language} title={why}>
      <span className="sr-only">. {why}</span>
    </DoorLabel>
  );
}

/** The same where it stands alone: the keyboard and a finger reach the reason as well. */
export function ExplainedDoorBadge({ bot, language }: DoorBadgeProps) {
  return (
    <Tooltip content={whyDoor(bot, language)}>
      <button type="button" className="cursor-help rounded-full">
        <DoorLabel bot={bot} language={language} />
      </button>
    </Tooltip>
  );
}

function whyDoor({ doorReason, activeDoor }: BotAtDoor, language: Language): string {
  return doorReason === null ? botTexts(language).doorTexts[activeDoor] : sentencesIn(language)(doorReason);
}

interface DoorLabelProps extends Required<DoorBadgeProps> {
  title?: string;
  children?: ReactNode;
}

function DoorLabel({ bot, language, title, children }: DoorLabelProps) {
  const texts = botTexts(language);
  const Icon = icons[bot.activeDoor];
  const fallback = onFallback(bot);
  const tone: BadgeTone = fallback ? "warn" : bot.activeDoor === "none" ? "neutral" : "accent";
  return (
    <Badge tone={tone} title={title} className="relative z-10">
      <Icon aria-hidden />
      {texts.doors[bot.activeDoor]}
      {fallback ? ` · ${texts.fallback}` : null}
      {children}
    </Badge>
  );
}
