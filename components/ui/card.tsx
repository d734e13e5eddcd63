import type { ReactNode } from "react";
import { cn } from "./cn";

/** A bordered area of the page. */
export function Card({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div className={cn("rounded-xl border border-line bg-surface shadow-card", className)}>{children}</div>
  );
}

interface SectionProps {
  title: ReactNode;
  description?: ReactNode;
  /** Stands at the right of the title. */
  aside?: ReactNode;
  id?: string;
  className?: string;
  children: ReactNode;
}

/** A card with a heading: one subject of a page. */
export function Section({ title, description, aside, id, className, children }: SectionProps) {
  return (
    <section
      id={id}
      className={cn("scroll-mt-20 rounded-xl border border-line bg-surface shadow-card", className)}
    >
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 px-5 pt-4">
        <div className="min-w-0">
          <h2 className="font-semibold text-[0.9375rem]">{title}</h2>
          {description ? <p className="mt-0.5 max-w-prose text-ink-2">{description}</p> : null}
        </div>
        {aside}
      </header>
      <div className="px-5 pt-4 pb-5">{children}</div>
    </section>
  );
}
