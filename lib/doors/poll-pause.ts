import type { FailureClass } from "../telegram/failure";

/**
 * Pause after a failed poll in milliseconds, by what failed and how often in a row. Conflicts wait at
 * least 3 s, as Telegram delays its 409s to one every 3 s.
 */
export function pollPauseMs(
  failure: FailureClass | undefined,
  failures: number,
  retryAfterS?: number,
): number {
  const growing = (first: number, most: number) => Math.min(most, first * 2 ** Math.min(failures - 1, 20));
  switch (failure) {
    case "rate-limited":
      return Math.max(1, retryAfterS ?? 1) * 1000;
    case "webhook-set":
    case "other-poller":
    case "webhook-replaced":
      return growing(3_000, 60_000);
    case "unreachable":
      return growing(500, 15_000);
    default:
      return growing(1_000, 30_000);
  }
}
