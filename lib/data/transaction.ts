import type { Database } from "./database";

/** One connection inside a transaction. */
export interface Transaction {
  query(text: string, values: unknown[]): Promise<{ rows: unknown[]; rowCount: number | null }>;
}

/**
 * Runs statements in one transaction. It is committed unless `run` throws, or answers with what `refused`
 * calls a refusal.
 */
export async function inTransaction<T>(
  data: Database,
  run: (on: Transaction) => Promise<T>,
  refused: (result: T) => boolean = () => false,
): Promise<T> {
  const client = await data.pool.connect();
  try {
    await client.query("BEGIN");
    const result = await run(client);
    await client.query(refused(result) ? "ROLLBACK" : "COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
