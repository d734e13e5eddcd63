"use client";

import { cn } from "@/components/ui/cn";
import { useLanguage } from "@/components/ui/language";
import { Link } from "@/components/ui/link";
import { TimeAgo } from "@/components/ui/time-ago";
import type { UpdateView } from "@/lib/bots/schemas";
import { updatesTexts } from "@/lib/i18n/updates";
import { kindName, stateDots } from "./update-texts";

interface UpdateRowProps {
  update: UpdateView;
  href: string;
  open: boolean;
  selected: boolean;
  onSelect: (on: boolean) => void;
}

/** One update of the list: leads to the update, and can be chosen for a replay. */
export function UpdateRow({ update, href, open, selected, onSelect }: UpdateRowProps) {
  const language = useLanguage();
  const texts = updatesTexts(language);
  const { updateId, chatId, kind, state, door, receivedAt } = update;
  return (
    <li className={cn("flex transition-colors hover:bg-sunken/60", open && "bg-sunken hover:bg-sunken")}>
      <label className="grid w-11 shrink-0 cursor-pointer place-items-center">
        <input
          type="checkbox"
          checked={selected}
          onChange={(event) => onSelect(event.target.checked)}
          aria-label={texts.select(String(updateId))}
          className="size-4 accent-accent"
        />
      </label>
      <Link
        href={href}
        scroll={false}
        aria-current={open ? "true" : undefined}
        className="grid min-w-0 flex-1 grid-cols-[auto_minmax(0,1fr)_auto] items-baseline gap-x-3 py-2.5 pr-4 focus-visible:outline-offset-[-2px]"
      >
        <span className="relative top-px flex items-center">
          <span aria-hidden className={cn("size-2 rounded-full", stateDots[state])} />
          <span className="sr-only">{texts.states[state]}</span>
        </span>
        <span className="truncate font-medium text-[0.8125rem]">{kindName(kind, language)}</span>
        <TimeAgo at={receivedAt} className="text-right text-ink-3 text-xs" />
        <span className="col-start-2 truncate text-ink-3 text-xs" data-numeric>
          {chatId === null ? texts.noChat : texts.chat(String(chatId))} · {updateId}
        </span>
        <span className="text-right text-ink-3 text-xs">{texts.doors[door].toLowerCase()}</span>
      </Link>
    </li>
  );
}
