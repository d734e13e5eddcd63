"use client";

import { useEffect, useState } from "react";
import { useLanguage } from "./language";
import { absoluteTime, timeLeft } from "./relative-time";
import { onTick } from "./ticker";

/** A moment to come, counted down: "in 2 min"; "any moment" when it is past. */
export function TimeLeft({ at, className }: { at: string; className?: string }) {
  const language = useLanguage();
  const time = Date.parse(at);
  const [now, setNow] = useState(() => Date.now());
  const [mounted, setMounted] = useState(false);
  useEffect(() => {
    setMounted(true);
    setNow(Date.now());
    return onTick(() => setNow(Date.now()));
  }, []);
  return (
    <time
      dateTime={at}
      title={mounted ? absoluteTime(time, language) : undefined}
      className={className}
      suppressHydrationWarning
    >
      {timeLeft(time - now, language)}
    </time>
  );
}
