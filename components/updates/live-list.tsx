"use client";

import { ArrowUp, Pause, Play } from "lucide-react";
import { type PointerEvent, useState } from "react";
import { useLiveState } from "@/components/shell/live";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { useLanguage } from "@/components/ui/language";
import type { UpdateView } from "@/lib/bots/schemas";
import { updatesTexts } from "@/lib/i18n/updates";
import { useSelection } from "./selection";
import { UpdateRow } from "./update-row";

interface LiveListProps {
  /** Newest first, as the server has them now. */
  updates: readonly UpdateView[];
  openId: number | undefined;
  /** Where each leads, by arrival. */
  hrefOf: Readonly<Record<number, string>>;
  /** False on older pages, whose updates do not change places. */
  live: boolean;
}

/**
 * Updates as they come. While the reader's pointer or focus is in the list, or the tail is paused, rows keep
 * their places: what they say is kept up to date, and new ones wait above until they are asked for. Who is on the way
 * from the list to the button that asks for them has not left it.
 */
export function LiveList({ updates, openId, hrefOf, live }: LiveListProps) {
  const texts = updatesTexts(useLanguage());
  const connected = useLiveState() !== "behind";
  const selection = useSelection();
  const [shown, show] = useState(updates);
  const [hrefs, setHrefs] = useState(hrefOf);
  const [paused, pause] = useState(false);
  const [inside, setInside] = useState(false);
  const held = live && (paused || inside);
  const catchUp = () => {
    show(updates);
    setHrefs(hrefOf);
  };
  if (!held && shown !== updates) catchUp();
  const now = new Map(updates.map((update) => [update.arrival, update]));
  const rows = held ? shown.map((update) => now.get(update.arrival) ?? update) : updates;
  const seen = new Set(rows.map(({ arrival }) => arrival));
  const fresh = held ? updates.filter(({ arrival }) => !seen.has(arrival)).length : 0;
  const enter = ({ pointerType }: PointerEvent) => setInside(pointerType === "mouse");
  const ask = () => {
    catchUp();
    setInside(false);
  };
  const turn = () => {
    pause(!paused);
    setInside(false);
  };
  return (
    <section
      aria-label={texts.title}
      onPointerLeave={() => setInside(false)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setInside(false);
      }}
    >
      {live ? (
        <div className="flex h-11 items-center gap-2 border-line border-b pr-1.5 pl-4 text-xs">
          <span
            aria-hidden
            className={cn("size-2 rounded-full", held || !connected ? "bg-line-strong" : "bg-good")}
          />
          <span className="min-w-0 flex-1 truncate text-ink-3">
            {paused ? texts.tail.paused : inside ? texts.tail.held : texts.tail.live}
          </span>
          <span aria-live="polite">
            {fresh > 0 ? (
              <Button size="small" onClick={ask} className="h-7 rounded-full px-2.5 text-xs">
                <ArrowUp aria-hidden />
                {texts.tail.fresh(fresh)}
              </Button>
            ) : null}
          </span>
          <Button look="ghost" size="small" aria-pressed={paused} onClick={turn}>
            {paused ? <Play aria-hidden /> : <Pause aria-hidden />}
            {paused ? texts.tail.resume : texts.tail.pause}
          </Button>
        </div>
      ) : null}
      <ul
        className="divide-y divide-line"
        onPointerEnter={enter}
        onFocus={(event) => setInside(event.target.matches(":focus-visible"))}
      >
        {rows.map((update) => (
          <UpdateRow
            key={update.arrival}
            update={update}
            href={hrefs[update.arrival] ?? hrefOf[update.arrival] ?? ""}
            open={update.arrival === openId}
            selected={selection.has(update.arrival)}
            onSelect={(on) => selection.set(update, on)}
          />
        ))}
      </ul>
    </section>
  );
}
