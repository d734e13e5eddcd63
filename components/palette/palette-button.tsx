"use client";

import { Search } from "lucide-react";
import { type ComponentType, startTransition, useEffect, useState } from "react";
import type { SignOut } from "@/components/shell/sign-out";
import { useLanguage } from "@/components/ui/language";
import { toast } from "@/components/ui/toast";
import { shellTexts } from "@/lib/i18n/shell";
import type { FindBots } from "./find-bots";
import type { PaletteProps } from "./palette";

const shortcut = "(Ctrl K, ⌘K)";

/** Opens the palette, which is loaded when it is first wanted: by this button, Ctrl-K or ⌘K. */
export function PaletteButton({
  admin,
  findBots,
  signOut,
}: {
  admin: boolean;
  findBots: FindBots;
  signOut: SignOut;
}) {
  const texts = shellTexts(useLanguage()).palette;
  const [Palette, setPalette] = useState<ComponentType<PaletteProps>>();
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() !== "k" ||
        !(event.ctrlKey || event.metaKey) ||
        event.altKey ||
        event.shiftKey
      )
        return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  useEffect(() => {
    if (!open || Palette) return;
    import("./palette").then(
      (loaded) => setPalette(() => loaded.default),
      () => {
        setOpen(false);
        toast.error(texts.failed);
      },
    );
  }, [open, Palette, texts.failed]);

  return (
    <>
      <button
        type="button"
        aria-label={texts.button}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        title={`${texts.button} ${shortcut}`}
        onClick={() => setOpen(true)}
        className="grid size-8 place-items-center rounded-full text-ink-3 transition-colors hover:bg-sunken hover:text-ink"
      >
        <Search aria-hidden className="size-4" />
      </button>
      {open && Palette ? (
        <Palette
          admin={admin}
          findBots={findBots}
          signOut={() => startTransition(async () => void (await signOut({})))}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
