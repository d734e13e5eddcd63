import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../lib/core/ports";
import { databaseIdentity, postgresProgram } from "../../lib/data/postgres-program";
import { embeddedUrl, initCluster, spawnServer, waitUntilReady } from "../../lib/data/postgres-server";

export interface TestPostgres {
  /** Address of the server's `postgres` database, as a superuser. */
  url: string;
  /** Everything it has on disk; goes with it. */
  folder: string;
  stop(): Promise<void>;
}

export interface TestPostgresOptions {
  /** The server does not keep its process running: it ends when nothing else is left to do. */
  background?: boolean;
}

/** Nothing here has to survive a crash, so nothing waits for the disk. */
const settings = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "200",
  shared_buffers: "64MB",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "512MB",
  io_method: "sync",
  jit: "off",
  log_min_messages: "fatal",
};

/**
 * Starts a PostgreSQL of its own in a temporary folder. Process and folder go with `stop`, and also
 * when the tests are broken off, whatever the signal.
 */
export async function startTestPostgres(options: TestPostgresOptions = {}): Promise<TestPostgres> {
  const { url, base, start, remove } = await newCluster(settings);
  const server = await start();
  if (options.background) server.unref();
  return {
    url,
    folder: base,
    async stop() {
      await server.stop();
      await remove();
    },
  };
}

/** A PostgreSQL cluster in a temporary folder, on a port of its own; started as often as wanted. */
export async function newCluster(settings: Readonly<Record<string, string>>) {
  const identity = databaseIdentity();
  const program = await postgresProgram(identity);
  const base = await mkdtemp(join(tmpdir(), "hookline-pg-"));
  await chmod(base, 0o711);
  const folder = join(base, "data");
  const password = "test";
  await initCluster({ program, identity, folder, password });
  const port = await freePort();
  const url = embeddedUrl(port, password, "postgres");
  return {
    url,
    base,
    /** Resolves when it answers. */
    async start() {
      const server = spawnServer({ program, identity, folder, port, settings, disposable: base });
      await waitUntilReady(server, url);
      return server;
    },
    remove: () => rm(base, { recursive: true, force: true }),
  };
}
