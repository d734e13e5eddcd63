import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { uiTexts } from "@/lib/i18n/ui";
import { pageLanguage } from "@/lib/web/page-language";
import { buttonStyle } from "./button";
import { Link } from "./link";

interface PagerProps {
  /** Where the neighbours are; undefined where there is none. */
  previous?: string | undefined;
  next?: string | undefined;
  children?: ReactNode;
}

/** Steps through a long list. Says nothing when there is one page. */
export async function Pager({ previous, next, children }: PagerProps) {
  if (previous === undefined && next === undefined) return null;
  const texts = uiTexts(await pageLanguage());
  return (
    <nav aria-label={texts.pages} className="mt-4 flex items-center justify-between gap-3 text-ink-3">
      <span className="text-[0.8125rem]" data-numeric>
        {children}
      </span>
      <span className="flex gap-2">
        <Step href={previous}>
          <ChevronLeft aria-hidden />
          {texts.back}
        </Step>
        <Step href={next}>
          {texts.next}
          <ChevronRight aria-hidden />
        </Step>
      </span>
    </nav>
  );
}

function Step({ href, children }: { href: string | undefined; children: ReactNode }) {
  const look = buttonStyle({ size: "small" });
  if (href === undefined) {
    return (
      <span aria-hidden className={`${look} border-line text-ink-3`}>
        {children}
      </span>
    );
  }
  return (
    <Link href={href} className={look} scroll={false}>
      {children}
    </Link>
  );
}
