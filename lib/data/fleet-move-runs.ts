import type { Database } from "./database";
import { isDuplicate } from "./duplicate";
import type { MigrationRun } from "./generated/client";

export type { MigrationRun as RunEntity } from "./generated/client";

const phaseKey = "rollout.phase";

/** The phase that an admin chose, as it was stored; undefined where nobody has. */
export async function readPhaseFact(data: Database): Promise<unknown> {
  return (await data.prisma.deploymentFact.findUnique({ where: { key: phaseKey } }))?.value ?? undefined;
}

export async function writePhaseFact(data: Database, phase: string): Promise<void> {
  await data.prisma.deploymentFact.upsert({
    where: { key: phaseKey },
    create: { key: phaseKey, value: phase },
    update: { value: phase },
  });
}

/** Bots that a run may move: polled, because nobody asked for anything else, or whoever did is overruled. */
const candidate = (chosenToo: string) => `status = 'active' AND mode = 'polling' AND active_door = 'polling'
  AND switching_since IS NULL AND (${chosenToo} OR NOT mode_chosen)`;

/** How many bots a run would move, and how many polled ones it would leave alone. */
export async function countCandidates(
  data: Database,
  chosenToo: boolean,
): Promise<{ candidates: number; chosen: number }> {
  const { rows } = await data.pool.query(
    `SELECT count(*) FILTER (WHERE ${candidate("$1")})::int AS candidates,
       count(*) FILTER (WHERE NOT $1 AND mode_chosen AND mode = 'polling' AND status = 'active')::int AS chosen
     FROM user_bots WHERE mode = 'polling'`,
    [chosenToo],
  );
  return rows[0] as { candidates: number; chosen: number };
}

export interface NewRun {
  phase: string;
  lastWave: number;
  watchMs: number;
  thresholdPercent: number;
  startedBy: number;
  chosenToo: boolean;
  reason: string;
  /** Where each wave ends, from the number of candidates. */
  waveEnds: (candidates: number) => readonly number[];
}

/**
 * Begins a run with today's candidates. The first is the one that received last, so that its watch proves
 * something; the others come in an order that has nothing to do with who registered when.
 *
 * @returns undefined where a run is under way already: the unique key decides, also between two at once.
 */
export async function insertRun(data: Database, run: NewRun): Promise<MigrationRun | undefined> {
  const { chosenToo, waveEnds, ...fields } = run;
  try {
    return await data.prisma.$transaction(async (tx) => {
      const created = await tx.migrationRun.create({ data: fields });
      await tx.$executeRawUnsafe(
        `INSERT INTO migration_bots (run_id, bot_id, position, wave)
         SELECT $1::int, id, row_number() OVER (ORDER BY (id = (
             SELECT id FROM user_bots WHERE ${candidate("$2::bool")}
             ORDER BY last_polling_update DESC NULLS LAST, id LIMIT 1)) DESC, md5(id::text || ($1::int)::text)), 0
         FROM user_bots WHERE ${candidate("$2::bool")}`,
        created.id,
        chosenToo,
      );
      const candidates = await tx.migrationBot.count({ where: { runId: created.id } });
      for (const [i, end] of [...waveEnds(candidates).entries()].reverse()) {
        await tx.migrationBot.updateMany({
          where: { runId: created.id, position: { lte: end } },
          data: { wave: i + 1 },
        });
      }
      await tx.$executeRaw`SELECT pg_notify('hookline_runs', ${String(created.id)})`;
      return created;
    });
  } catch (error) {
    if (isDuplicate(error)) return undefined;
    throw error;
  }
}

/** The run that is not over, if there is one. */
export function findActiveRun(data: Database): Promise<MigrationRun | null> {
  return data.prisma.migrationRun.findUnique({ where: { active: true } });
}

/** The newest runs, the one under way included. */
export function findRuns(data: Database, limit: number): Promise<MigrationRun[]> {
  return data.prisma.migrationRun.findMany({ orderBy: { id: "desc" }, take: limit });
}

export type RunChange = Partial<
  Pick<MigrationRun, "state" | "endsAs" | "wave" | "watchedSince" | "reason">
> & { over?: boolean };

/**
 * Changes a run that still stands as it was read; races between two leaders, or a leader and an admin, are
 * settled here.
 *
 * @returns whether it did.
 */
export async function changeRun(
  data: Database,
  seen: Pick<MigrationRun, "id" | "state" | "wave" | "watchedSince">,
  { over = false, ...set }: RunChange,
): Promise<boolean> {
  const { id, state, wave, watchedSince } = seen;
  const { count } = await data.prisma.migrationRun.updateMany({
    where: { id, active: true, state, wave, watchedSince },
    data: { ...set, ...(over ? { active: null, endedAt: new Date() } : {}) },
  });
  return count > 0;
}

/** Begins the watch by the database's clock. */
export async function beginWatch(data: Database, runId: number, wave: number, reason: string): Promise<void> {
  await data.pool.query(
    `UPDATE migration_runs SET watched_since = now(), reason = $3
     WHERE id = $1 AND wave = $2 AND active AND watched_since IS NULL AND state = 'running'`,
    [runId, wave, reason],
  );
}
