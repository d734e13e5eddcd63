import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  /** What to do next. */
  action?: ReactNode;
}

/** What a list shows while it has nothing to show: why, and what to do next. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center px-6 py-14 text-center">
      <span className="mb-4 grid size-11 place-items-center rounded-full border border-line bg-sunken text-ink-3">
        <Icon aria-hidden className="size-5" />
      </span>
      <h2 className="font-semibold text-[0.9375rem]">{title}</h2>
      {children ? <div className="mt-1 w-full max-w-sm text-ink-2">{children}</div> : null}
      {action ? <div className="mt-5">{action}</div> : null}
    </div>
  );
}
