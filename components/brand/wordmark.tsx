import { cn } from "@/components/ui/cn";

/** The mark: a line with a hook. Drawn in the current colour. */
function Mark() {
  return (
    <svg
      aria-hidden
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
      strokeLinejoin="round"
      className="size-5 text-accent"
    >
      <circle cx="15" cy="4.2" r="1.9" />
      <path d="M15 6.2v8.6a5 5 0 0 1-10 0v-3l3.2 2.7" />
    </svg>
  );
}

/** The mark and the name. On narrow screens `compact` leaves the mark alone. */
export function Wordmark({ compact = false }: { compact?: boolean }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <Mark />
      <span className={cn("font-semibold text-[0.9375rem] tracking-tight", compact && "max-sm:sr-only")}>
        hookline
      </span>
    </span>
  );
}
