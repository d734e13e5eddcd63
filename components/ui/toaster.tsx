"use client";

import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { uiTexts } from "@/lib/i18n/ui";
import { useLanguage } from "./language";
import { Link } from "./link";
import { type ToastEntry, toastStore } from "./toast";

const none: readonly ToastEntry[] = [];

/**
 * Where short confirmations appear: announced, kept while the pointer or the focus rests on them. A popover,
 * so that they stand above windows too; high enough to leave the bar free by which a form is saved.
 */
export function Toaster() {
  const entries = useSyncExternalStore(toastStore.subscribe, toastStore.get, () => none);
  const texts = uiTexts(useLanguage());
  const place = useRef<HTMLElement>(null);
  const newest = entries.at(-1)?.id;
  useEffect(() => {
    if (newest === undefined) return place.current?.hidePopover();
    // Shown anew, it comes before a window that was opened meanwhile.
    place.current?.hidePopover();
    place.current?.showPopover();
  }, [newest]);
  return (
    <section
      ref={place}
      popover="manual"
      aria-label={texts.notifications}
      className="fixed inset-auto right-0 bottom-28 m-0 w-full max-w-96 bg-transparent px-4 sm:bottom-20"
    >
      <div aria-live="polite" className="flex flex-col gap-2">
        {entries.map((entry) => (
          <Toast key={entry.id} entry={entry} />
        ))}
      </div>
    </section>
  );
}

function Toast({ entry }: { entry: ToastEntry }) {
  const { id, tone, title, description, href, undo } = entry;
  const texts = uiTexts(useLanguage());
  const [held, setHeld] = useState(false);
  const good = tone === "good";
  const shownMs = !good ? 9_000 : undo ? 8_000 : 4_000;
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => toastStore.remove(id), shownMs);
    return () => clearTimeout(timer);
  }, [held, id, shownMs]);
  const Icon = good ? CircleCheck : CircleAlert;
  return (
    // It only keeps what is being read; its buttons are what one operates.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above.
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      onKeyDown={({ key }) => {
        if (key === "Escape") toastStore.remove(id);
      }}
      className="flex animate-pop items-start gap-3 rounded-lg border border-line-strong bg-surface px-4 py-3 text-ink text-sm shadow-lifted"
    >
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${good ? "text-good" : "text-bad"}`} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          {href ? (
            <Link href={href} className="hover:underline" onClick={() => toastStore.remove(id)}>
              {title}
            </Link>
          ) : (
            title
          )}
        </p>
        {description ? <p className="mt-0.5 text-ink-2">{description}</p> : null}
      </div>
      {undo ? (
        <button
          type="button"
          onClick={() => {
            toastStore.remove(id);
            undo();
          }}
          className="-my-1 rounded px-2 py-1 font-medium text-accent hover:bg-sunken"
        >
          {texts.undo}
        </button>
      ) : null}
      <button
        type="button"
        aria-label={texts.dismiss}
        onClick={() => toastStore.remove(id)}
        className="-mr-1 rounded p-1 text-ink-3 hover:text-ink"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </div>
  );
}
