import type { Database } from "./database";

/** The database's time, the one clock that all processes share: milliseconds since the epoch. */
export async function databaseNow(data: Pick<Database, "pool">): Promise<number> {
  const { rows } = await data.pool.query({
    name: "db-now",
    text: "SELECT extract(epoch FROM now()) * 1000 AS now",
  });
  return Number((rows[0] as { now: string }).now);
}
