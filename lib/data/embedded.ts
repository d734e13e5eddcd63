import { mkdir, realpath } from "node:fs/promises";
import { freePort } from "../core/ports";
import { withConnection } from "./connections";
import { type Cluster, prepareCluster } from "./embedded-cluster";
import { EmbeddedError } from "./embedded-error";
import { isLock, type LockHolder, takeLock } from "./embedded-lock";
import { databaseName, writeRecord } from "./embedded-record";
import { embeddedUrl, type Server, spawnServer, stopOrphan, waitUntilReady } from "./postgres-server";

export interface EmbeddedOptions {
  /** DATA_DIR; made with mode 0700 where it is missing. */
  dataDir: string;
  /** Takes sentences for the operator. */
  log: (sentence: string) => void;
  purpose?: LockHolder["purpose"];
}

export interface Embedded {
  url: string;
  /** True where a server that an earlier, killed Hookline left behind had to be stopped first. */
  adopted: boolean;
  stop(): Promise<void>;
}

/** Another process works on the data folder. */
export class DataDirInUse extends EmbeddedError {
  constructor(
    readonly holder: LockHolder,
    dataDir: string,
  ) {
    const who = holder.pid > 0 ? ` (process ${holder.pid})` : "";
    super(`Hookline already runs on ${dataDir}${who}: stop it first, or set another DATA_DIR.`);
  }
}

/**
 * For a machine of two cores with 10,000 bots, and small: ten processes at most besides the connections.
 * Durable: fsync, full pages and synchronous commits stay on, as PostgreSQL has them.
 */
const settings = {
  max_connections: "100",
  shared_buffers: "128MB",
  effective_cache_size: "512MB",
  maintenance_work_mem: "64MB",
  work_mem: "8MB",
  // Nobody replicates from here: less is written ahead.
  wal_level: "minimal",
  max_wal_senders: "0",
  wal_compression: "on",
  max_wal_size: "1GB",
  checkpoint_timeout: "15min",
  io_method: "sync",
  max_parallel_workers_per_gather: "0",
  autovacuum_max_workers: "2",
  jit: "off",
  random_page_cost: "1.1",
  log_min_messages: "warning",
  log_checkpoints: "off",
};

/**
 * Starts the PostgreSQL that npm installed, on 127.0.0.1 alone, with its data under DATA_DIR. Should its
 * postmaster die while we run, it is started again on the same port.
 *
 * @throws DataDirInUse where Hookline runs on the folder already; EmbeddedError with one sentence.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const dataDir = await realpath(options.dataDir);
  const lock = await takeLock(dataDir, options.purpose ?? "hookline");
  if (!isLock(lock)) throw new DataDirInUse(lock, options.dataDir);
  try {
    const cluster = await prepareCluster(dataDir, options.log);
    const adopted = await stopOrphan(cluster.folder);
    const supervised = await supervise(dataDir, cluster, options.log);
    const url = embeddedUrl(cluster.record.port, cluster.record.password, databaseName);
    return {
      url,
      adopted,
      async stop() {
        await supervised.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Keeps a server running until `stop`. */
async function supervise(
  dataDir: string,
  cluster: Cluster,
  log: (sentence: string) => void,
): Promise<{ stop(): Promise<void> }> {
  let stopping = false;
  let server = await startOnAnyPort(dataDir, cluster, log);
  await ensureDatabase(cluster);
  const watching = (async () => {
    for (let failures = 0; ; ) {
      const lastTexts = await server.ended;
      if (stopping) return;
      if (failures === 0) log("PostgreSQL ended by itself and is started again.");
      else if (failures === 10) log(`PostgreSQL does not come back, and is tried on: ${lastTexts}`);
      // What is left of the old one holds its memory for a moment more.
      await new Promise((resolve) => setTimeout(resolve, Math.min(100 * 2 ** failures, 2_000)));
      if (stopping) return;
      server = startServer(cluster);
      failures = await waitUntilReady(server, maintenanceUrl(cluster)).then(
        () => 0,
        () => failures + 1,
      );
      if (failures === 0) log("PostgreSQL is back.");
    }
  })();
  return {
    async stop() {
      stopping = true;
      await server.stop();
      await watching;
    },
  };
}

/** Starts on the remembered port, or on a free one where another program has taken it. */
async function startOnAnyPort(
  dataDir: string,
  cluster: Cluster,
  log: (sentence: string) => void,
): Promise<Server> {
  for (let attempt = 0; ; attempt++) {
    const server = startServer(cluster);
    try {
      await waitUntilReady(server, maintenanceUrl(cluster));
      return server;
    } catch (error) {
      const taken = /could not bind|could not create any TCP\/IP sockets/.test(String(error));
      const stillHeld = /pre-existing shared memory|lock file .* already exists/.test(String(error));
      if (attempt >= 20 || !(taken || stillHeld)) throw error;
      if (taken) {
        cluster.record.port = await freePort();
        await writeRecord(dataDir, cluster.record);
        log(`The database moves to port ${cluster.record.port}: another program has taken the old one.`);
      } else await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

function startServer({ program, identity, folder, record }: Cluster): Server {
  return spawnServer({ program, identity, folder, port: record.port, settings });
}

const maintenanceUrl = ({ record }: Cluster) => embeddedUrl(record.port, record.password, "postgres");

async function ensureDatabase(cluster: Cluster): Promise<void> {
  await withConnection({ connectionString: maintenanceUrl(cluster) }, async (client) => {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [databaseName]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  });
}
