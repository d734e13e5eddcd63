import type { Database } from "./database";

/** Calls to Telegram of one bot that failed in the same way since the last writing. */
export interface FailedCalls {
  telegramId: number;
  method: string;
  /** Telegram's error code; 0 where no answer came. */
  code: number;
  error: string;
  times: number;
  /** Milliseconds since the epoch. */
  firstAt: number;
  lastAt: number;
}

/** Adds failures to those that are known; those of bots that are not registered here are dropped. */
export async function writeCallFailures(data: Database, batch: readonly FailedCalls[]): Promise<void> {
  await data.pool.query({
    name: "write-call-failures",
    text: `INSERT INTO call_failures AS f (bot_id, method, error, code, times, first_at, last_at)
      SELECT b.id, d.method, d.error, d.code, d.times, to_timestamp(d.first_at / 1000), to_timestamp(d.last_at / 1000)
      FROM unnest($1::bigint[], $2::text[], $3::text[], $4::int[], $5::int[], $6::float8[], $7::float8[])
        AS d(telegram_id, method, error, code, times, first_at, last_at)
      JOIN user_bots b ON b.telegram_id = d.telegram_id ORDER BY b.id
      ON CONFLICT (bot_id, method, error) DO UPDATE SET code = excluded.code,
        times = f.times + excluded.times, last_at = greatest(f.last_at, excluded.last_at)`,
    values: [
      batch.map((f) => f.telegramId),
      batch.map((f) => f.method),
      batch.map((f) => f.error),
      batch.map((f) => f.code),
      batch.map((f) => f.times),
      batch.map((f) => f.firstAt),
      batch.map((f) => f.lastAt),
    ],
  });
}

/** A way in which a bot's calls failed, as pages show it. */
export interface CallFailure {
  method: string;
  code: number;
  error: string;
  times: number;
  /** ISO 8601. */
  firstAt: string;
  lastAt: string;
}

/** How a bot's calls failed lately, the latest first. */
export async function findCallFailures(data: Database, botId: number, limit: number): Promise<CallFailure[]> {
  const rows = await data.prisma.callFailure.findMany({
    where: { botId },
    orderBy: { lastAt: "desc" },
    take: limit,
  });
  return rows.map(({ method, code, error, times, firstAt, lastAt }) => ({
    method,
    code,
    error,
    times,
    firstAt: firstAt.toISOString(),
    lastAt: lastAt.toISOString(),
  }));
}
