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

/** Where in deployment_facts it stands. */
export const canaryKey = "canary";

export async function readCanary(data: Database): Promise<CanaryRecord | undefined> {
  const { rows } = await data.pool.query({
    name: "read-canary",
    text: "SELECT value FROM deployment_facts WHERE key = $1",
    values: [canaryKey],
  });
  return (rows[0] as { value: CanaryRecord } | undefined)?.value;
}

export async function writeCanary(data: Database, record: CanaryRecord): Promise<void> {
  await data.pool.query({
    name: "write-canary",
    text: `INSERT INTO deployment_facts (key, value, updated_at) VALUES ($1, $2, now())
      ON CONFLICT (key) DO UPDATE SET value = $2, updated_at = now()`,
    values: [canaryKey, JSON.stringify(record)],
  });
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
