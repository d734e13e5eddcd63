import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { PoolClient } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { withClient } from "../connections";
import type { Database } from "../database";
import { type BackupHeader, endOfRows } from "./backup-file";
import { appliedMigrations, backupTables, columnList, quoted, sequenceValues } from "./tables";

export interface BackupSummary {
  /** Rows by table. */
  rows: Record<string, number>;
  createdAt: string;
}

/**
 * Writes everything that the database holds to `sink`, as it was at one moment: one REPEATABLE READ
 * transaction, beside which Hookline goes on working.
 *
 * @param sink takes the compressed bytes, e.g. a file.
 */
export function writeBackup(
  data: Database,
  to: { hookline: string; sink: NodeJS.WritableStream },
): Promise<BackupSummary> {
  return withClient(data.pool, (client) => writeFrom(client, to));
}

async function writeFrom(
  client: PoolClient,
  { hookline, sink }: { hookline: string; sink: NodeJS.WritableStream },
): Promise<BackupSummary> {
  const summary: BackupSummary = { rows: {}, createdAt: new Date().toISOString() };
  const hash = createHash("sha256");
  const line = (value: unknown) => `${JSON.stringify(value)}\n`;

  async function* parts(): AsyncGenerator<Buffer | string> {
    const tables = await backupTables(client);
    const header: BackupHeader = {
      format: "hookline-backup",
      version: 1,
      hookline,
      createdAt: summary.createdAt,
      migrations: await appliedMigrations(client),
      keyIds: await usedKeyIds(),
    };
    yield line(header);
    for (const { name, columns } of tables) {
      yield line({ table: name, columns });
      const rows = client.query(copyTo(`COPY ${quoted(name)} (${columnList(columns)}) TO STDOUT`));
      for await (const chunk of rows) yield chunk as Buffer;
      summary.rows[name] = rows.rowCount;
      yield endOfRows;
    }
  }
  async function usedKeyIds(): Promise<string[]> {
    const { rows } = await client.query<{ id: string }>(
      `SELECT token_key_id AS id FROM user_bots UNION SELECT split_part(webhook_secret, ':', 1) FROM user_bots
         WHERE webhook_secret IS NOT NULL
       UNION SELECT split_part(totp_secret, ':', 1) FROM users WHERE totp_secret IS NOT NULL ORDER BY 1`,
    );
    return rows.map(({ id }) => id);
  }
  async function* hashed(): AsyncGenerator<Buffer | string> {
    for await (const part of parts()) {
      hash.update(part);
      yield part;
    }
    yield line({ sequences: await sequenceValues(client), rows: summary.rows, sha256: hash.digest("hex") });
  }

  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  await pipeline(Readable.from(hashed()), createGzip(), sink);
  await client.query("COMMIT");
  return summary;
}
