"use client";

import { type MouseEvent, type ReactNode, useState } from "react";
import { CopyButton, copyText } from "@/components/ui/copy-button";
import { jsonPart } from "./json-entries";

interface CopyAreaProps {
  label: string;
  /** Stands beside the label. */
  note: string | null;
  /** JSON: what the button copies, and its parts are taken from; null where it is too deep for that. */
  whole: string | null;
  texts: { copyAll: string; copied: string };
  children: ReactNode;
}

/**
 * A scrolling area in which every element with `data-copy` copies that text when it is pressed, and one with
 * `data-part`, the keys to a part of the whole, that part.
 */
export function CopyArea({ label, note, whole, texts, children }: CopyAreaProps) {
  const [copied, setCopied] = useState("");
  const copy = async (event: MouseEvent<HTMLElement>) => {
    const pressed = (event.target as HTMLElement).closest<HTMLElement>("[data-copy],[data-part]");
    const { copy: text, part, name } = pressed?.dataset ?? {};
    if (text !== undefined) await copyText(text);
    else if (part !== undefined && whole !== null) await copyText(jsonPart(whole, JSON.parse(part)));
    else return;
    setCopied(text ?? name ?? "");
  };
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-sunken">
      <div className="flex min-h-11 items-center justify-between gap-3 border-line border-b py-1.5 pr-1.5 pl-4">
        <span className="min-w-0 truncate text-ink-3 text-xs">
          {label}
          {note === null ? null : ` · ${note}`}
          <span aria-live="polite">
            {copied === "" ? null : ` · ${texts.copied}: ${copied.slice(0, 60)}`}
          </span>
        </span>
        {whole === null ? null : <CopyButton text={whole} label={texts.copyAll} />}
      </div>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: what is pressed are the buttons inside */}
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
        tabIndex={0}
        aria-label={label}
        onClick={copy}
        className="max-h-[32rem] overflow-auto p-3 focus-visible:outline-offset-[-2px]"
      >
        {children}
      </section>
    </div>
  );
}
