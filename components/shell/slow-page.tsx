"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { createContext, type ReactNode, use, useEffect, useRef, useState } from "react";
import { useLanguage } from "@/components/ui/language";
import { Skeleton } from "@/components/ui/skeleton";
import { shellTexts } from "@/lib/i18n/shell";

/** How long a page may be on its way before its outline stands in for it. */
const timeoutMs = 300;
/** A page that has not come after so long may never come, e.g. because it sends its visitor back: the old one shows. */
const longestMs = 20_000;

/** The path of a page that was asked for and is slow to come. */
const SlowPage = createContext<string | undefined>(undefined);

/**
 * Notices when a page that a link leads to is slow to come. It takes the place of Next's loading.tsx, behind which
 * React holds back a page that the server sends whole: for half a second on a slow processor
 * (docs/decisions/0033-outlines-without-boundaries.md).
 */
export function SlowPageProvider({ children }: { children: ReactNode }) {
  const here = `${usePathname()}?${useSearchParams()}`;
  const [slow, setSlow] = useState<string>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is the page that was waited for
  useEffect(() => {
    clearTimeout(timer.current);
    setSlow(undefined);
  }, [here]);
  useEffect(() => {
    if (slow === undefined) return;
    const end = setTimeout(() => setSlow(undefined), longestMs);
    return () => clearTimeout(end);
  }, [slow]);
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      // Next's Link prevents the browser from following it; a link that it leaves alone is the browser's to show.
      if (!link || !event.defaultPrevented) return;
      const { pathname } = new URL(link.href);
      clearTimeout(timer.current);
      // Another filter or another range of the same page: what is there stays until the new comes.
      if (pathname !== window.location.pathname)
        timer.current = setTimeout(() => setSlow(pathname), timeoutMs);
    };
    document.addEventListener("click", onClick);
    return () => document.removeEventListener("click", onClick);
  }, []);
  return <SlowPage value={slow}>{children}</SlowPage>;
}

interface OrOutlineProps {
  /** "bot": what stands below a bot's name and tabs; "page": what stands below the bar. */
  place: "page" | "bot";
  children: ReactNode;
}

/** The parts of an outline, in about their sizes. */
const outlines = {
  page: ["h-8 w-40", "h-48 w-full rounded-xl", "h-64 w-full rounded-xl"],
  bot: ["h-20 w-full rounded-xl", "h-24 w-full rounded-xl", "h-64 w-full rounded-xl"],
};

/** The page, or its outline while the next one is slow to come. A bot's frame stays between the bot's pages. */
export function OrOutline({ place, children }: OrOutlineProps) {
  const { loading } = shellTexts(useLanguage());
  const slow = use(SlowPage);
  const frame = /^\/bots\/\d+/.exec(usePathname())?.[0];
  const within = frame !== undefined && slow !== undefined && `${slow}/`.startsWith(`${frame}/`);
  const shown = slow !== undefined && within === (place === "bot");
  return (
    <>
      {shown ? (
        <div role="status" aria-label={loading} className="grid gap-5">
          {outlines[place].map((size) => (
            <Skeleton key={size} className={size} />
          ))}
        </div>
      ) : null}
      <div hidden={shown}>{children}</div>
    </>
  );
}
