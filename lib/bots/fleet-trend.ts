import { assertAdmin } from "../accounts/assert-admin";
import type { Services, TenantContext } from "../context";
import { databaseNow } from "../data/database-time";
import { findFleetTrend, lastMinuteIsWritten, writeFleetMinute } from "../data/fleet-minutes";
import { summaryOf } from "./fleet";
import type { Verdict } from "./schemas";

const minuteMs = 60_000;

/** How far back a trend looks, and how finely. */
export const trendRanges = {
  "1h": { bucketMs: minuteMs, buckets: 60 },
  "24h": { bucketMs: 15 * minuteMs, buckets: 96 },
  "7d": { bucketMs: 120 * minuteMs, buckets: 84 },
  "90d": { bucketMs: 1440 * minuteMs, buckets: 90 },
} as const;
export type TrendRange = keyof typeof trendRanges;

export interface TrendPoint {
  /** Start of the span, ISO 8601. */
  at: string;
  /** How many bots of each verdict; null where nothing was written down. */
  bots: Record<Verdict["status"], number> | null;
  updates: number;
  failures: number;
}

/** How the fleet has been, one point a span, oldest first. */
export async function fleetTrend(ctx: TenantContext, input: { range: TrendRange }): Promise<TrendPoint[]> {
  assertAdmin(ctx);
  const { bucketMs, buckets } = trendRanges[input.range];
  const [rows, now] = await Promise.all([findFleetTrend(ctx.data, bucketMs, buckets), databaseNow(ctx.data)]);
  const known = new Map(rows.map((row) => [row.at.getTime(), row]));
  const last = Math.floor(now / bucketMs) * bucketMs;
  return Array.from({ length: buckets }, (_, i) => {
    const at = last - (buckets - 1 - i) * bucketMs;
    const row = known.get(at);
    return {
      at: new Date(at).toISOString(),
      bots: row
        ? { healthy: row.healthy, degraded: row.degraded, down: row.down, unknown: row.unknown }
        : null,
      updates: row?.updates ?? 0,
      failures: row?.failures ?? 0,
    };
  });
}

/** Writes the minute that ended last, once: the leading sidecar's part of the trend. */
export async function recordFleetMinute(ctx: Pick<Services, "data">): Promise<void> {
  if (await lastMinuteIsWritten(ctx.data)) return;
  const { byVerdict, byDoor } = await summaryOf(ctx.data);
  const { webhook, polling, none } = byDoor;
  await writeFleetMinute(ctx.data, { ...byVerdict, webhook, polling, closed: none });
}
