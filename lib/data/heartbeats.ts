import type { Database } from "./database";
import { presenceLockClass } from "./signals";

/** web takes updates by webhook and passes the rest on to its pages; a sidecar polls. */
export type ProcessKind = "web" | "pages" | "sidecar";

export interface LiveProcess {
  id: number;
  kind: string;
  host: string;
  pid: number;
  startedAt: Date;
  seenAt: Date;
  /** It refused webhooks a moment ago, because too many waited. */
  refusing: boolean;
  /** It is through with starting, and lives for certain: one that was killed a moment ago may be alive and serves nobody. */
  serving: boolean;
}

/** A process that said nothing for this long and holds no presence lock is dead. Milliseconds. */
const silenceMs = 3_000;

/**
 * The two conditions below stand inside queries over other tables: their own aliases, "heard" and "held",
 * must not be used there, or a column would be compared with itself.
 */

/** SQL that is true while process `column` holds its presence lock: it lives for certain. */
export const holdsPresence = (column: string): string => `EXISTS (SELECT 1 FROM pg_locks held
  WHERE held.locktype = 'advisory' AND held.classid = ${presenceLockClass} AND held.objid = (${column})::oid
    AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database()))`;

/**
 * SQL that is true while process `column` may still be alive: it beat lately, or PostgreSQL holds its
 * presence lock, or PostgreSQL itself has only just started and nobody could come back to it yet.
 */
export const mayBeAlive = (column: string): string => `(
  EXISTS (SELECT 1 FROM process_heartbeats heard
          WHERE heard.id = ${column} AND heard.seen_at > now() - interval '${silenceMs} milliseconds')
  OR ${holdsPresence(column)}
  OR (${column} > 0 AND pg_postmaster_start_time() > now() - interval '10 seconds'))`;

/** Enters a process that starts; its id marks what it holds from now on. */
export async function enterProcess(
  data: Database,
  process: { kind: ProcessKind; host: string; pid: number; version: string },
): Promise<number> {
  const { kind, host, pid, version } = process;
  const { rows } = await data.pool.query(
    "INSERT INTO process_heartbeats (kind, host, pid, version) VALUES ($1, $2, $3, $4) RETURNING id",
    [kind, host, pid, version],
  );
  return (rows[0] as { id: number }).id;
}

/** Says that the process lives, and what it tells of itself. */
export async function heartbeat(data: Database, id: number, facts: object): Promise<void> {
  await data.pool.query({
    name: "beat",
    text: "UPDATE process_heartbeats SET seen_at = now(), facts = $2 WHERE id = $1",
    values: [id, JSON.stringify(facts)],
  });
}

/** The last act of a clean stop: what the process still held is free at once. Old rows of the dead go too. */
export async function leaveProcess(data: Database, id: number): Promise<void> {
  await data.pool.query(
    "DELETE FROM process_heartbeats WHERE id = $1 OR seen_at < now() - interval '7 days'",
    [id],
  );
}

/** SELECT of the processes that live now, of the kind that `$1` says, or of all; in no order. */
export const selectLive = `SELECT id, kind, host, pid, started_at AS "startedAt", seen_at AS "seenAt",
    coalesce((facts->>'refusing')::boolean, false) AS refusing,
    coalesce((facts->>'serving')::boolean, false) AND ${holdsPresence("p.id")} AS serving
  FROM process_heartbeats p WHERE ($1::text IS NULL OR kind = $1) AND ${mayBeAlive("p.id")}`;

/** Processes that live now, sidecars or webs. */
export async function liveProcesses(data: Database, kind?: ProcessKind): Promise<LiveProcess[]> {
  const { rows } = await data.pool.query({
    name: "live-processes",
    text: `${selectLive} ORDER BY id`,
    values: [kind ?? null],
  });
  return rows as LiveProcess[];
}

/** Whether a process of this kind was killed within the last ten minutes, rather than stopped. */
export async function diedLately(data: Database, kind: "web" | "sidecar"): Promise<boolean> {
  const { rows } = await data.pool.query(
    `SELECT EXISTS (SELECT 1 FROM process_heartbeats p WHERE kind = $1
       AND seen_at BETWEEN now() - interval '10 minutes' AND now() - interval '${silenceMs} milliseconds'
       AND NOT ${holdsPresence("p.id")}) AS died`,
    [kind],
  );
  return (rows[0] as { died: boolean }).died;
}

/** How many processes that may hold updates are silent but not yet known to be dead. */
export async function undecidedProcesses(data: Database): Promise<number> {
  const { rows } = await data.pool.query(
    `SELECT count(*)::int AS n FROM process_heartbeats p
     WHERE p.kind <> 'pages' AND p.seen_at > now() - interval '${silenceMs + 1000} milliseconds'
       AND NOT ${holdsPresence("p.id")}`,
  );
  return (rows[0] as { n: number }).n;
}
