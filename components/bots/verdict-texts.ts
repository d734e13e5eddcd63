import type { Verdict } from "@/lib/bots/schemas";

type Status = Verdict["status"];

/** The verdicts, worst first: the order in which a person wants to see them. */
export const verdictOrder: readonly Status[] = ["down", "degraded", "unknown", "healthy"];

export const verdictDots: Record<Status, string> = {
  healthy: "bg-good",
  degraded: "bg-warn",
  down: "bg-bad",
  unknown: "bg-ink-3",
};
