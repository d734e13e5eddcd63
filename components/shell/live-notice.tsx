"use client";

import { CloudOff } from "lucide-react";
import { useLanguage } from "@/components/ui/language";
import { shellTexts } from "@/lib/i18n/shell";
import { useLiveState } from "./live";

const pill =
  "inline-flex h-7 items-center gap-1.5 rounded-full border border-warn/30 bg-warn-soft px-2.5 font-medium text-warn-ink";

/** Says when what is shown may be old. Says nothing while all is well. */
export function LiveNotice() {
  const state = useLiveState();
  const texts = shellTexts(useLanguage()).live;
  return (
    <div role="status" className="text-xs">
      {state === "behind" ? (
        <span title={texts.behind} className={pill}>
          <CloudOff aria-hidden className="size-3.5" />
          <span className="max-sm:sr-only">{texts.reconnecting}</span>
        </span>
      ) : null}
      {state === "signed-out" ? (
        // A page that is loaded anew leads through the sign-in and back to where it was.
        <button type="button" title={texts.signedOut} className={pill} onClick={() => location.reload()}>
          {texts.signIn}
        </button>
      ) : null}
    </div>
  );
}
