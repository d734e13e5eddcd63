import type { Bucket } from "@/lib/bots/inspector-schemas";

/** The spans of time of the charts, each with its buckets. */
export const ranges = {
  "1h": { spanMs: 3_600_000, bucket: "1m" },
  "24h": { spanMs: 86_400_000, bucket: "15m" },
  "7d": { spanMs: 604_800_000, bucket: "3h" },
  "90d": { spanMs: 7_689_600_000, bucket: "1d" },
} as const satisfies Record<string, { spanMs: number; bucket: Bucket }>;

export type Range = keyof typeof ranges;

/** The range that an address names; a day where it names none that there is. */
export function rangeOf(name: string | undefined): Range {
  return name !== undefined && Object.hasOwn(ranges, name) ? (name as Range) : "24h";
}
