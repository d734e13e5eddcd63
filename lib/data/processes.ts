import type { Database } from "./database";
import { holdsPresence, type ProcessKind } from "./heartbeats";
import { leadLock } from "./signals";

/** What a process tells of itself with its heartbeat. */
export interface ProcessFacts {
  /** Updates accepted and not finished yet. */
  inFlight: number;
  /** Resident memory in MiB. */
  rssMb: number;
  /** It refused webhooks a moment ago, because too many waited. */
  refusing: boolean;
  /** It is through with starting, which may take long where a dead process has left much behind. */
  serving: boolean;
}

export interface ProcessRow {
  id: number;
  kind: ProcessKind;
  host: string;
  pid: number;
  version: string;
  startedAt: Date;
  seenAt: Date;
  facts: ProcessFacts | null;
  /** It beat within the last seconds; pages, which beat less often, within the last twelve. */
  heard: boolean;
  /** PostgreSQL holds its presence lock: it lives, whether it beats or not. */
  present: boolean;
  leads: boolean;
  /** Bots it holds an unexpired lease on. */
  leases: number;
}

/** Processes of the last day, the dead included: those that ended cleanly have left no row. */
export async function findProcesses(data: Database): Promise<ProcessRow[]> {
  const { rows } = await data.pool.query({
    name: "processes",
    text: `SELECT p.id, p.kind, p.host, p.pid, p.version, p.started_at AS "startedAt", p.seen_at AS "seenAt",
        p.facts, p.seen_at > now() - CASE p.kind WHEN 'pages' THEN interval '12 seconds' ELSE interval '5 seconds' END AS heard, ${holdsPresence("p.id")} AS present,
        coalesce(p.id = lead.id, false) AS leads, coalesce(l.n, 0) AS leases
      FROM process_heartbeats p
      LEFT JOIN (SELECT lease_owner, count(*)::int AS n FROM user_bots
                 WHERE lease_expires_at > now() GROUP BY lease_owner) l ON l.lease_owner = p.id
      LEFT JOIN (SELECT substring(a.application_name FROM '^hookline signals (\\d+)$')::int AS id
                 FROM pg_locks k JOIN pg_stat_activity a ON a.pid = k.pid
                 WHERE k.locktype = 'advisory' AND k.classid = ${leadLock[0]} AND k.objid = ${leadLock[1]} AND k.granted
                   AND k.database = (SELECT oid FROM pg_database WHERE datname = current_database())) lead ON true
      WHERE p.seen_at > now() - interval '1 day' ORDER BY array_position(ARRAY['web', 'pages', 'sidecar'], p.kind), p.id`,
  });
  return rows as ProcessRow[];
}

/** So many open updates are counted; more are "more than". */
export const maxCounted = 10_000;

export interface QueueRow {
  /** Open updates, `mostCounted` + 1 at most. */
  open: number;
  oldestAt: Date | null;
}

/** Updates that are stored and not handled yet. */
export async function findQueue(data: Database): Promise<QueueRow> {
  const { rows } = await data.pool.query(
    `SELECT count(*)::int AS open, min(received_at) AS "oldestAt" FROM (
       SELECT received_at FROM updates WHERE state = 'open' LIMIT ${maxCounted + 1}) waiting`,
  );
  return rows[0] as QueueRow;
}

export interface DatabaseRow {
  /** PostgreSQL's version, e.g. "18.4". */
  version: string;
  bytes: number;
  updatesBytes: number;
  /** As the planner has it: exact counting would read the whole table. */
  updates: number;
  connections: number;
  maxConnections: number;
}

/** How large the database is, and how many connections are open. */
export async function findDatabase(data: Database): Promise<DatabaseRow> {
  const { rows } = await data.pool.query(
    `SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
       pg_database_size(current_database())::float8 AS bytes,
       pg_total_relation_size('updates')::float8 AS "updatesBytes",
       greatest((SELECT reltuples FROM pg_class WHERE oid = 'updates'::regclass), 0)::float8 AS updates,
       (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()) AS connections,
       current_setting('max_connections')::int AS "mostConnections"`,
  );
  return rows[0] as DatabaseRow;
}
