import type { Transaction } from "../transaction";

export interface BackupTable {
  name: string;
  columns: string[];
}

/**
 * What a backup leaves out: Prisma's own record, which the migrations make; counters of a few minutes; and
 * sessions, so that one that was ended since does not come back to life.
 */
const leftOut = ["_prisma_migrations", "rate_limits", "sessions"];

/** The tables of a backup, each after those it refers to. */
export async function backupTables(on: Transaction): Promise<BackupTable[]> {
  const { rows } = await on.query(
    `SELECT c.relname AS name,
       (SELECT json_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
       (SELECT coalesce(json_agg(p.relname), '[]') FROM pg_constraint f JOIN pg_class p ON p.oid = f.confrelid
        WHERE f.contype = 'f' AND f.conrelid = c.oid) AS parents
     FROM pg_class c
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname <> ALL($1)
     ORDER BY c.relname`,
    [leftOut],
  );
  const waiting = new Map((rows as (BackupTable & { parents: string[] })[]).map((row) => [row.name, row]));
  const sorted: BackupTable[] = [];
  const visit = (name: string): void => {
    const table = waiting.get(name);
    if (!table) return;
    waiting.delete(name);
    for (const parent of table.parents) visit(parent);
    sorted.push({ name, columns: table.columns });
  };
  for (const name of [...waiting.keys()]) visit(name);
  return sorted;
}

/** Names of the applied migrations, oldest first. */
export async function appliedMigrations(on: Transaction): Promise<string[]> {
  const { rows } = await on.query(
    "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1",
    [],
  );
  return (rows as { name: string }[]).map(({ name }) => name);
}

/** The last number that each sequence gave out; the ones that gave out none are not there. */
export async function sequenceValues(on: Transaction): Promise<Record<string, number>> {
  const { rows } = await on.query(
    `SELECT sequencename AS name, last_value AS value FROM pg_sequences
     WHERE schemaname = current_schema() AND last_value IS NOT NULL ORDER BY 1`,
    [],
  );
  return Object.fromEntries(
    (rows as { name: string; value: number }[]).map(({ name, value }) => [name, value]),
  );
}

/** A name as SQL wants it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const columnList = (columns: readonly string[]): string => columns.map(quoted).join(", ");
