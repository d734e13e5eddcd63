"use client";

import { useEffect } from "react";
import { useLiveRefresh } from "@/components/shell/live";

/** Shows the page anew every few seconds while something on it moves that no event tells of. */
export function RefreshEvery({ seconds }: { seconds: number }) {
  const refresh = useLiveRefresh();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") refresh();
    }, seconds * 1_000);
    return () => clearInterval(timer);
  }, [refresh, seconds]);
  return null;
}
