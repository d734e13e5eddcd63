import type { ReactNode } from "react";
import { cn } from "./cn";

/** A list of facts: name at the left, value at the right; stacked where there is no room. */
export function Definitions({ className, children }: { className?: string; children: ReactNode }) {
  return <dl className={cn("divide-y divide-line", className)}>{children}</dl>;
}

export function Definition({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="grid gap-x-6 gap-y-0.5 py-2.5 first:pt-0 last:pb-0 sm:grid-cols-[12rem_1fr]">
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 text-ink" data-numeric>
        {children}
      </dd>
    </div>
  );
}
