import { CircleSlash, type LucideIcon, Pause, RefreshCw, ShieldAlert, Webhook } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { TimeAgo } from "@/components/ui/time-ago";
import type { TimelineEvent } from "@/lib/bots/schemas";
import { botTexts } from "@/lib/i18n/bot";
import type { Language } from "@/lib/i18n/language";
import { sentencesIn } from "@/lib/i18n/sentences";
import { timelineTexts } from "@/lib/i18n/timeline";

interface TimelineProps {
  events: readonly TimelineEvent[];
  language: Language;
}

/** What happened to a bot's door, newest first, and why. */
export function Timeline({ events, language }: TimelineProps) {
  const texts = timelineTexts(language);
  const say = sentencesIn(language);
  return (
    <ol className="relative space-y-5 before:absolute before:top-3 before:bottom-3 before:left-3.5 before:w-px before:bg-line">
      {events.map((event) => (
        <li key={event.id} className="relative flex gap-3.5">
          <EventMark event={event} />
          <div className="min-w-0 pt-0.5">
            <p className="font-medium">{headline(event, language)}</p>
            <p className="text-ink-2">{say(event.reason)}</p>
            <p className="mt-0.5 text-ink-3 text-xs">
              <TimeAgo at={event.at} /> · {texts.actors[event.actor] ?? event.actor}
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}

const doorIcons: Record<TimelineEvent["toDoor"], LucideIcon> = {
  webhook: Webhook,
  polling: RefreshCw,
  none: CircleSlash,
};

/** What an event is, at a glance: bad where the bot hears nothing by nobody's wish, a warning for a fallback. */
function EventMark({ event }: { event: TimelineEvent }) {
  const { status, toDoor, fromDoor, actor } = event;
  const Icon = status === "paused" ? Pause : status === "active" ? doorIcons[toDoor] : ShieldAlert;
  const bad = status === "unauthorized" || status === "conflict";
  const fellBack = actor === "hookline" && fromDoor === "webhook" && toDoor === "polling";
  return (
    <span
      className={cn(
        "relative grid size-7 shrink-0 place-items-center rounded-full border border-line bg-surface text-ink-3",
        bad && "border-bad/30 bg-bad-soft text-bad-ink",
        fellBack && "border-warn/30 bg-warn-soft text-warn-ink",
      )}
    >
      <Icon aria-hidden className="size-3.5" />
    </span>
  );
}

function headline({ fromDoor, toDoor, status }: TimelineEvent, language: Language): string {
  const texts = timelineTexts(language);
  const { doors } = botTexts(language);
  if (status !== "active") return texts[status];
  if (fromDoor === toDoor) return texts.stays(doors[toDoor]);
  if (fromDoor === "none") return texts.opened(doors[toDoor]);
  if (toDoor === "none") return texts.closed(doors[fromDoor]);
  return texts.moved(doors[fromDoor], doors[toDoor]);
}
