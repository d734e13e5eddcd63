import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { useLanguage } from "@/components/ui/language";
import { accountTexts } from "@/lib/i18n/account";

/** The one time recovery codes are seen. They take the focus, so that nobody misses them. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const texts = accountTexts(useLanguage()).twoFactor;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="status"
      className="grid gap-4 rounded-lg border border-good/30 bg-good-soft px-4 py-4 outline-none"
    >
      <div>
        <p className="font-medium">{texts.keepCodes}</p>
        <p className="mt-1 text-ink-2">{texts.keepCodesText}</p>
      </div>
      <ul className="grid gap-x-6 gap-y-1.5 font-mono text-[0.8125rem] min-[420px]:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={codes.join("\n")} />
        <Button size="small" look="primary" onClick={onKept}>
          {texts.kept}
        </Button>
      </div>
    </div>
  );
}
