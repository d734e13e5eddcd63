"use client";

import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { uiTexts } from "@/lib/i18n/ui";
import { buttonStyle } from "./button";
import { cn } from "./cn";
import { useLanguage } from "./language";

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  description: ReactNode;
  children: ReactNode;
}

/**
 * A window over the page: the platform's own, which keeps the focus inside, closes on Escape and gives
 * the focus back.
 */
export function Dialog({ open, onClose, title, description, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const texts = uiTexts(useLanguage());
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onClose={onClose}
      className="fixed inset-0 m-auto max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-md overflow-y-auto rounded-xl border border-line bg-surface p-6 text-ink shadow-lifted backdrop:bg-black/50 open:animate-pop"
    >
      {open ? (
        <>
          <h2 id={`${id}-title`} className="pr-8 font-semibold text-base">
            {title}
          </h2>
          <div id={`${id}-text`} className="mt-1.5 text-ink-2">
            {description}
          </div>
          <div className="mt-5">{children}</div>
          <button
            type="button"
            aria-label={texts.close}
            onClick={onClose}
            className={cn(buttonStyle({ look: "ghost", size: "icon" }), "absolute top-4 right-4")}
          >
            <X aria-hidden />
          </button>
        </>
      ) : null}
    </dialog>
  );
}
