import { randomBytes } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";
import { join, resolve } from "node:path";
import { answers, embeddedUrl } from "./postgres-server";

/** What DATA_DIR remembers of its database: DATA_DIR/embedded.json, mode 0600. */
export interface EmbeddedRecord {
  /** The cluster's folder, relative to DATA_DIR where it lies inside. */
  folder: string;
  port: number;
  password: string;
}

export const databaseName = "hookline";

export const newPassword = (): string => randomBytes(24).toString("base64url");

/** Undefined where this folder never had a database. */
export async function readRecord(dataDir: string): Promise<EmbeddedRecord | undefined> {
  const text = await readFile(join(dataDir, "embedded.json"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as EmbeddedRecord);
}

/** Written aside and renamed: a crash leaves the old record or the new one. */
export async function writeRecord(dataDir: string, record: EmbeddedRecord): Promise<void> {
  const place = join(dataDir, "embedded.json");
  const file = await open(`${place}.new`, "w", 0o600);
  await file.writeFile(`${JSON.stringify(record, null, 2)}\n`);
  await file.sync();
  await file.close();
  await rename(`${place}.new`, place);
}

export function clusterFolder(dataDir: string, record: EmbeddedRecord): string {
  return resolve(dataDir, record.folder);
}

/** The address of the embedded database that runs on this data folder now, if one does. */
export async function runningDatabase(dataDir: string): Promise<string | undefined> {
  const record = await readRecord(dataDir);
  if (!record) return undefined;
  const url = embeddedUrl(record.port, record.password, databaseName);
  return (await answers(url)) ? url : undefined;
}
