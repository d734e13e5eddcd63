import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { repliesTexts } from "@/lib/i18n/replies";

interface SaveBarProps {
  shown: boolean;
  saving: boolean;
  save: () => void;
  discard: () => void;
}

/** Appears while something is unsaved, and keeps the browser from closing over it unasked. */
export function SaveBar({ shown, saving, save, discard }: SaveBarProps) {
  const texts = repliesTexts(useLanguage());
  useEffect(() => {
    if (!shown) return;
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", hold);
    return () => window.removeEventListener("beforeunload", hold);
  }, [shown]);
  if (!shown) return null;
  return (
    <section
      aria-label={texts.unsaved}
      className="sticky bottom-4 z-20 mt-2 flex animate-pop flex-wrap items-center justify-between gap-3 rounded-xl border border-line-strong bg-surface px-4 py-3 shadow-lifted"
    >
      <p className="text-ink-2">{texts.unsaved}</p>
      <span className="flex gap-2">
        <Button size="small" onClick={discard} disabled={saving}>
          {texts.discard}
        </Button>
        <Button size="small" look="primary" onClick={save} pending={saving}>
          {saving ? texts.saving : texts.save}
        </Button>
      </span>
    </section>
  );
}
