import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { withClient } from "../connections";
import type { Database } from "../database";
import { holdsPresence } from "../heartbeats";
import { BackupError, type BackupHeader, headerSchema, tableLineSchema, trailerSchema } from "./backup-file";
import { BackupReader } from "./backup-reader";
import { appliedMigrations, backupTables, columnList, quoted } from "./tables";

export interface RestoreSummary {
  /** Rows by table. */
  rows: Record<string, number>;
  header: BackupHeader;
}

/**
 * Puts a backup into a database of the same form that holds nothing yet, in one transaction: all of it or
 * nothing.
 *
 * @param source the compressed bytes, as `writeBackup` wrote them.
 * @throws BackupError where the database is not empty or in use, or the backup is of another form or damaged.
 */
export function restoreBackup(data: Database, source: NodeJS.ReadableStream): Promise<RestoreSummary> {
  return withClient(data.pool, (client) => restoreOn(client, source));
}

async function restoreOn(client: PoolClient, source: NodeJS.ReadableStream): Promise<RestoreSummary> {
  const gunzip = createGunzip();
  // Its errors come out of the reader, also those from before the first line is asked for.
  gunzip.on("error", () => {});
  const piped = pipeline(source, gunzip).catch(() => {});
  try {
    await client.query("BEGIN");
    await assertEmpty(client);
    const summary = await readInto(client, new BackupReader(gunzip)).catch((error: unknown) => {
      throw isDamage(error) ? new BackupError("This is no backup of Hookline, or it is damaged.") : error;
    });
    await client.query("COMMIT");
    return summary;
  } finally {
    gunzip.destroy();
    await piped;
  }
}

async function readInto(client: PoolClient, reader: BackupReader): Promise<RestoreSummary> {
  const header = await reader.json(headerSchema);
  assertSameForm(header.migrations, await appliedMigrations(client));
  const tables = await backupTables(client);
  // Links and marks of a Hookline that was started here once; sessions hang on people and go along.
  await client.query(`TRUNCATE ${tables.map(({ name }) => quoted(name)).join(", ")} CASCADE`);
  const rows: Record<string, number> = {};
  for (const known of tables) {
    const { table, columns } = await reader.json(tableLineSchema);
    if (table !== known.name || columnList([...columns].sort()) !== columnList([...known.columns].sort())) {
      throw new BackupError(
        `The backup's table "${table}" is not the database's: the backup is damaged, or one of the two was changed by hand.`,
      );
    }
    const into = client.query(copyFrom(`COPY ${quoted(table)} (${columnList(columns)}) FROM STDIN`));
    await pipeline(Readable.from(reader.rows()), into);
    rows[table] = into.rowCount;
  }
  const before = reader.digest();
  const trailer = await reader.json(trailerSchema);
  await reader.end();
  const counted = Object.entries(rows).every(([table, count]) => trailer.rows[table] === count);
  if (trailer.sha256 !== before || !counted) {
    throw new BackupError("The backup is damaged: its checksum does not fit what it holds.");
  }
  for (const [name, value] of Object.entries(trailer.sequences)) {
    await client.query("SELECT setval(quote_ident($1)::regclass, $2)", [name, value]);
  }
  return { rows, header };
}

async function assertEmpty(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ people: number; running: number }>(
    `SELECT (SELECT count(*)::int FROM users) AS people,
       (SELECT count(*)::int FROM process_heartbeats p 
        WHERE p.seen_at > now() - interval '3 seconds' OR ${holdsPresence("p.id")}) AS running`,
  );
  const { people = 0, running = 0 } = rows[0] ?? {};
  if (running > 0) {
    throw new BackupError("Hookline is running on this database: stop it, and try again some seconds later.");
  }
  if (people > 0) {
    throw new BackupError(
      `The database is not empty (accounts: ${people}): restore into a new one, with a DATA_DIR or DATABASE_URL of its own.`,
    );
  }
}

function assertSameForm(backup: readonly string[], database: readonly string[]): void {
  const missing = backup.filter((name) => !database.includes(name));
  const extra = database.filter((name) => !backup.includes(name));
  if (missing.length > 0) {
    throw new BackupError(
      `The backup is of a newer Hookline: this one lacks ${missing.join(", ")}. Restore it with that version.`,
    );
  }
  if (extra.length > 0) {
    throw new BackupError(
      `The backup is of an older Hookline, before ${extra.join(", ")}. Restore it with that version, then upgrade.`,
    );
  }
}

/**
 * What zlib says of bytes that are not gzip or are cut off, and PostgreSQL (classes 22 and 23) of rows that
 * are not what they were.
 */
function isDamage(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^(Z_\w+|2[23]\w{3})$/.test(code);
}
