import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

const tones = {
  info: { box: "border-line bg-sunken", icon: Info, ink: "text-ink-2" },
  good: { box: "border-good/30 bg-good-soft", icon: CircleCheck, ink: "text-good-ink" },
  warn: { box: "border-warn/35 bg-warn-soft", icon: TriangleAlert, ink: "text-warn-ink" },
  bad: { box: "border-bad/30 bg-bad-soft", icon: CircleAlert, ink: "text-bad-ink" },
} as const;

interface NoticeProps {
  tone: keyof typeof tones;
  title?: ReactNode;
  children?: ReactNode;
  /** Announced when it appears: for what happens in answer to the person's act. */
  live?: boolean;
  className?: string;
}

/** A message in the page's flow. */
export function Notice({ tone, title, children, live = false, className }: NoticeProps) {
  const { box, icon: Icon, ink } = tones[tone];
  return (
    <div
      role={live ? (tone === "bad" ? "alert" : "status") : undefined}
      className={cn("flex gap-3 rounded-lg border px-4 py-3", box, className)}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", ink)} />
      <div className="min-w-0 flex-1 space-y-1">
        {title ? <p className="font-medium text-ink">{title}</p> : null}
        {children ? <div className="text-ink-2">{children}</div> : null}
      </div>
    </div>
  );
}
