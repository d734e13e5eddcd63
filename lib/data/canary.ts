import type { Database } from "./database";

/** What is known of the public address, kept for every process and page. */
export interface CanaryRecord {
  state: "well" | "dead" | "unknown";
  reason: string;
  /** ISO 8601. */
  since: string;
  lastAt: string;
  /** Round trip of the last flight that succeeded, in milliseconds. */
  lastMs: number | null;
}

const key = "canary";

export async function readCanary(data: Database): Promise<CanaryRecord | undefined> {
  const fact = await data.prisma.deploymentFact.findUnique({ where: { key } });
  return (fact?.value as unknown as CanaryRecord | undefined) ?? undefined;
}

export async function writeCanary(data: Database, record: CanaryRecord): Promise<void> {
  const value = { ...record };
  await data.prisma.deploymentFact.upsert({ where: { key }, create: { key, value }, update: { value } });
}

/** Adds one flight to its minute. */
export async function countFlight(data: Database, ok: boolean, ms: number): Promise<void> {
  await data.pool.query(
    `INSERT INTO canary_minutes AS m (minute, well, dead, sum_ms, max_ms)
     VALUES (date_trunc('minute', now()), $1, $2, $3, $3)
     ON CONFLICT (minute) DO UPDATE SET well = m.well + $1, dead = m.dead + $2, sum_ms = m.sum_ms + $3,
       max_ms = greatest(m.max_ms, $3)`,
    [ok ? 1 : 0, ok ? 0 : 1, ok ? ms : 0],
  );
}

/** The database's part of a canary's flight: one small write that is committed. */
export async function touchCanary(data: Database): Promise<void> {
  await data.pool.query(
    `INSERT INTO deployment_facts (key, value, updated_at) VALUES ('canary.seen', '1', now())
     ON CONFLICT (key) DO UPDATE SET updated_at = now()`,
  );
}
