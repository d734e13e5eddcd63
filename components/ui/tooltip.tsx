"use client";

import { type ReactElement, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { putBeside } from "./beside";

/** A pointer that only passes by opens nothing. */
const restMs = 250;

/**
 * Words that appear when the pointer rests on `children`, the keyboard reaches it or a finger taps it. They
 * are a popover, the platform's own: above everything and cut off by nothing.
 */
export function Tooltip({ content, children }: { content: ReactNode; children: ReactElement }) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const bubble = useRef<HTMLSpanElement>(null);
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const id = useId();
  const close = () => {
    clearTimeout(resting.current);
    setOpen(false);
  };

  useEffect(() => () => clearTimeout(resting.current), []);
  useEffect(() => {
    const [from, floating] = [anchor.current, bubble.current];
    if (!open || !from || !floating) return;
    floating.showPopover();
    putBeside(from, floating, "centre");
    const described = from.firstElementChild;
    described?.setAttribute("aria-describedby", id);
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") setOpen(false);
    };
    const onScroll = () => setOpen(false);
    document.addEventListener("keydown", onKey);
    window.addEventListener("scroll", onScroll, { capture: true, passive: true });
    return () => {
      document.removeEventListener("keydown", onKey);
      window.removeEventListener("scroll", onScroll, { capture: true });
      described?.removeAttribute("aria-describedby");
    };
  }, [open, id]);

  return (
    // The handlers listen to what happens in the child, which is what one operates.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above.
    <span
      ref={anchor}
      className="inline-flex"
      onPointerEnter={({ pointerType }) => {
        if (pointerType === "mouse") resting.current = setTimeout(() => setOpen(true), restMs);
      }}
      onPointerLeave={({ pointerType }) => {
        if (pointerType === "mouse") close();
      }}
      onFocus={({ target }) => {
        if (target.matches(":focus-visible")) setOpen(true);
      }}
      onBlur={close}
      onPointerUp={({ pointerType }) => {
        if (pointerType !== "mouse") setOpen(true);
      }}
    >
      {children}
      {open ? (
        <span
          ref={bubble}
          id={id}
          role="tooltip"
          popover="manual"
          className="fixed inset-auto m-0 max-w-72 animate-fade rounded-md bg-ink px-3 py-2 text-left font-normal text-canvas text-xs shadow-lifted"
        >
          {content}
        </span>
      ) : null}
    </span>
  );
}
