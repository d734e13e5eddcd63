"use client";

import { ChevronDown, ChevronUp, GripVertical, Trash2 } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useId } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { useLanguage } from "@/components/ui/language";
import { Notice } from "@/components/ui/notice";
import { Switch } from "@/components/ui/switch";
import { repliesTexts } from "@/lib/i18n/replies";
import { type ReplyDraft, triggerTexts } from "./draft";
import { ReplyFields } from "./reply-fields";

interface ReplyCardProps {
  draft: ReplyDraft;
  index: number;
  count: number;
  open: boolean;
  faulty: boolean;
  botUsername: string;
  error: (path: string) => string | undefined;
  onOpen: (open: boolean) => void;
  change: (patch: Partial<ReplyDraft>) => void;
  move: (to: number) => void;
  remove: () => void;
  /** Whether a pointer holds it, and what begins that. */
  held: boolean;
  hold: (event: PointerEvent) => void;
}

/** One reply: a line while folded, its fields and preview while open. */
export function ReplyCard(props: ReplyCardProps) {
  const { draft, index, count, open, faulty, onOpen, change, move, remove } = props;
  const all = repliesTexts(useLanguage());
  const texts = all.card;
  const bodyId = useId();
  const trigger = triggerTexts(draft, all);
  const name = texts.name(index + 1, trigger);
  const byKey = (event: KeyboardEvent<HTMLButtonElement>) => {
    const to = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: count - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(to);
    // Moved in the page, the button has lost the focus.
    const handle = event.currentTarget;
    requestAnimationFrame(() => handle.focus());
  };
  return (
    <li
      className={cn(
        "rounded-xl border bg-surface shadow-card",
        faulty ? "border-bad/60" : "border-line",
        props.held && "relative z-10 border-accent shadow-lifted",
      )}
    >
      <div className="flex items-center gap-1 py-2 pr-3 pl-1.5 sm:gap-2">
        <button
          type="button"
          aria-label={texts.drag(name)}
          title={texts.drag(name)}
          onPointerDown={props.hold}
          onKeyDown={byKey}
          className="grid h-8 w-6 shrink-0 cursor-grab touch-none place-items-center rounded text-ink-3 hover:text-ink active:cursor-grabbing"
        >
          <GripVertical aria-hidden className="size-4" />
        </button>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={bodyId}
          onClick={() => onOpen(!open)}
          className={cn(
            "flex min-w-0 flex-1 items-center gap-3 rounded-md px-1 py-1.5 text-left",
            !draft.enabled && "text-ink-3",
          )}
        >
          <span className="max-w-[45%] shrink-0 truncate font-medium font-mono text-[0.8125rem]">
            {trigger}
          </span>
          <span className="min-w-0 flex-1 truncate text-ink-2">{open ? "" : draft.text}</span>
          {draft.language ? <Badge className="max-sm:hidden">{draft.language}</Badge> : null}
          {draft.enabled ? null : (
            <Badge tone={draft.offReason === null ? "neutral" : "warn"} className="max-sm:hidden">
              {draft.offReason === null ? texts.off : texts.tooSlow}
            </Badge>
          )}
        </button>
        <Button
          look="ghost"
          size="icon"
          aria-label={texts.up(name)}
          disabled={index === 0}
          onClick={() => move(index - 1)}
          className="max-sm:size-7"
        >
          <ChevronUp aria-hidden />
        </Button>
        <Button
          look="ghost"
          size="icon"
          aria-label={texts.down(name)}
          disabled={index === count - 1}
          onClick={() => move(index + 1)}
          className="max-sm:size-7"
        >
          <ChevronDown aria-hidden />
        </Button>
        <Switch
          aria-label={texts.on(name)}
          checked={draft.enabled}
          onCheckedChange={(enabled) => change({ enabled })}
        />
      </div>
      <div id={bodyId} hidden={!open}>
        {open ? (
          <div className="border-line border-t p-4 sm:p-5">
            {draft.enabled || draft.offReason === null ? null : (
              <Notice tone="warn" className="mb-5">
                {draft.offReason}
              </Notice>
            )}
            <ReplyFields draft={draft} error={props.error} change={change} botUsername={props.botUsername} />
            <Button look="quietDanger" size="small" className="mt-5" onClick={remove}>
              <Trash2 aria-hidden />
              {texts.remove}
            </Button>
          </div>
        ) : null}
      </div>
    </li>
  );
}
