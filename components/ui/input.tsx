import type { ComponentProps } from "react";
import { cn } from "./cn";

const box =
  "w-full rounded-md border border-line-strong bg-surface px-3 text-sm text-ink placeholder:text-ink-3 transition-colors hover:border-ink-3 focus-visible:border-accent focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-sunken disabled:opacity-70 aria-invalid:border-bad";

/** A line of text. At 16 px on small screens, so that phones do not zoom into it. */
export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cn(box, "h-9 max-sm:text-base", className)} {...rest} />;
}

/** Several lines of text; grows with what is typed where the browser can. */
export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      className={cn(box, "field-sizing-content min-h-20 py-2 max-sm:text-base", className)}
      {...rest}
    />
  );
}

/** A choice among few. The platform's own list: it is right on every device. */
export function Select({ className, ...rest }: ComponentProps<"select">) {
  return <select className={cn(box, "h-9 pr-8 max-sm:text-base", className)} {...rest} />;
}
