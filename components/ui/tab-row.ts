import { cn } from "./cn";

/**
 * Tabs of a page's parts. Where they do not fit one line they stand in rows of three, all in view: a bar that scrolled
 * would hide the current tab until a script ran.
 */
export const tabRow = "grid grid-cols-3 gap-x-3 sm:flex sm:gap-5";

/** A link in the row; the current one is underlined. */
export const tabLink = (current: boolean): string =>
  cn(
    "-mb-px block border-transparent border-b-2 py-2 font-medium text-[0.8125rem] text-ink-2 transition-colors hover:text-ink focus-visible:outline-offset-[-2px] max-sm:text-center sm:whitespace-nowrap sm:py-2.5",
    current && "border-ink text-ink",
  );
