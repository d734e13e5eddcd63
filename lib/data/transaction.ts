import { withClient } from "./connections";
import type { Database } from "./database";

/** One connection inside a transaction. */
export interface Transaction {
  query(text: string, values: unknown[]): Promise<{ rows: unknown[]; rowCount: number | null }>;
}

/**
 * Runs statements in one transaction. It is committed unless `run` throws, or answers with what `refused`
 * calls a refusal. Where PostgreSQL goes away during the COMMIT nobody knows whether it counts: that throws too.
 */
export function inTransaction<T>(
  data: Database,
  run: (on: Transaction) => Promise<T>,
  refused: (result: T) => boolean = () => false,
): Promise<T> {
  return withClient(data.pool, async (client) => {
    try {
      await client.query("BEGIN");
      const result = await run(client);
      await client.query(refused(result) ? "ROLLBACK" : "COMMIT");
      return result;
    } catch (error) {
      await client.query("ROLLBACK").catch(() => {});
      throw error;
    }
  });
}
