"use client";

import { buttonStyle } from "@/components/ui/button-style";
import { useLanguage } from "@/components/ui/language";
import { failureTexts } from "@/lib/i18n/failure";
import type { Language } from "@/lib/i18n/language";

interface FailureProps {
  error: unknown;
  retry: () => void;
  /** The page's own, unless it failed as a whole. */
  language?: Language;
}

/**
 * What stands where a page failed. The reference is the one in the log. Every page brings this along for the case
 * of need, so it is made of as little as can be.
 */
export function Failure({ error, retry, language }: FailureProps) {
  const ofPage = useLanguage();
  const texts = failureTexts(language ?? ofPage);
  const reference = referenceOf(error);
  return (
    <div className="mx-auto flex w-full max-w-md flex-col items-center px-6 py-20 text-center">
      <h1 className="font-semibold text-lg tracking-tight">{texts.title}</h1>
      <p className="mt-2 text-ink-2">{texts.text}</p>
      {reference ? (
        <p className="mt-3 text-ink-3 text-xs">
          {texts.reference} <code className="font-mono text-ink-2">{reference}</code>
        </p>
      ) : null}
      <div className="mt-6 flex flex-wrap justify-center gap-2">
        <button type="button" className={buttonStyle({ look: "primary" })} onClick={retry}>
          {texts.retry}
        </button>
        <a href="/bots" className={buttonStyle()}>
          {texts.myBots}
        </a>
      </div>
    </div>
  );
}

function referenceOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("digest" in error)) return undefined;
  return typeof error.digest === "string" ? error.digest : undefined;
}
