import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { int8AsNumber, openPool } from "./connections";
import { PrismaClient } from "./generated/client";

/**
 * One process's way to PostgreSQL: Prisma for entities, the bare pool for the hot path. Each has connections of
 * its own, so that a crowd of switches or pages never keeps an update from being stored.
 */
export interface Database {
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  /** The address, for the connection that LISTENs; it holds a password and is never logged. */
  readonly url: string;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Most connections of each of the two. */
  connections?: number;
  /** Most milliseconds that a query waits for a connection; 5,000 unless told. */
  timeoutMs?: number;
  /** Shown in pg_stat_activity. */
  applicationName?: string;
  /** Called with errors of idle connections, e.g. when PostgreSQL restarts. */
  onError?: (error: Error) => void;
}

/** With the one that LISTENs 15 a process: web, pages and sidecar take 45 of PostgreSQL's usual 100. */
const hotConnections = 8;
const entityConnections = 6;
const usualTimeoutMs = 5_000;

/** Opens nothing yet: the first query connects. */
export function createDatabase(url: string, options: DatabaseOptions = {}): Database {
  const { timeoutMs = usualTimeoutMs } = options;
  const open = (most: number) =>
    openPool(
      {
        connectionString: url,
        max: options.connections ?? most,
        application_name: options.applicationName ?? "hookline",
        connectionTimeoutMillis: timeoutMs,
        keepAlive: true,
        types: int8AsNumber,
      },
      options.onError,
    );
  const [pool, entities] = [open(hotConnections), open(entityConnections)];
  // A transaction waits for a connection as long as any query does; Prisma's own patience is shorter.
  const transactionOptions = { maxWait: timeoutMs, timeout: 2 * timeoutMs };
  const prisma = new PrismaClient({ adapter: new PrismaPg(entities), transactionOptions });
  return {
    prisma,
    pool,
    url,
    async close() {
      await prisma.$disconnect();
      await Promise.all([pool, entities].map((one) => (one.ended ? undefined : one.end())));
    },
  };
}
