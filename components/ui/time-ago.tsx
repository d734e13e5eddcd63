"use client";

import { useEffect, useState } from "react";
import { uiTexts } from "@/lib/i18n/ui";
import { useLanguage } from "./language";
import { absoluteTime, relativeTime } from "./relative-time";
import { onTick } from "./ticker";

interface TimeAgoProps {
  /** ISO 8601, or nothing yet. */
  at: string | null;
  /** What stands there while there is no time. */
  never?: string;
  className?: string;
}

/** A relative time that ticks; the absolute one on hover. */
export function TimeAgo({ at, never, className }: TimeAgoProps) {
  const language = useLanguage();
  const [now, setNow] = useState(() => Date.now());
  const [mounted, setMounted] = useState(false);
  useEffect(() => {
    setMounted(true);
    setNow(Date.now());
    return onTick(() => setNow(Date.now()));
  }, []);
  if (at === null) return <span className={className}>{never ?? uiTexts(language).never}</span>;
  const time = Date.parse(at);
  // The server's "now" is a moment older than the browser's: the text may differ by a second,
  // and the absolute time waits for the reader's time zone.
  return (
    <time
      dateTime={at}
      title={mounted ? absoluteTime(time, language) : undefined}
      className={className}
      suppressHydrationWarning
    >
      {relativeTime(time, Math.max(now, time), language)}
    </time>
  );
}
