import type { BotEntity } from "./bots";
import { tellChanged } from "./changed-bots";
import type { Database } from "./database";

const judgedKey = "fleet.judgedAt";

/**
 * Writes changed verdicts and tells who listens. A bot whose row somebody else is writing is left for the next time:
 * nothing waits for it.
 *
 * @param changed few at a time: they are locked at once.
 */
export async function writeVerdicts(
  data: Database,
  changed: readonly { id: number; status: BotEntity["verdict"] }[],
): Promise<void> {
  if (changed.length === 0) return;
  await data.pool.query({
    name: "write-verdicts",
    text: `WITH written AS (UPDATE user_bots b SET verdict = v.status::verdict_status
        FROM unnest($1::int[], $2::text[]) v(id, status)
        WHERE b.id = v.id AND b.id IN (SELECT id FROM user_bots WHERE id = ANY($1) FOR UPDATE SKIP LOCKED)
        RETURNING b.id)
      ${tellChanged("written")}`,
    values: [changed.map(({ id }) => id), changed.map(({ status }) => status)],
  });
}

export async function markFleetJudged(data: Database): Promise<void> {
  await data.pool.query({
    name: "mark-fleet-judged",
    text: `INSERT INTO deployment_facts (key, value, updated_at) VALUES ($1, 'null', now())
      ON CONFLICT (key) DO UPDATE SET updated_at = now()`,
    values: [judgedKey],
  });
}

/** When the fleet was judged last, undefined where never, and the database's time; milliseconds since the epoch. */
export async function fleetJudgedAt(data: Database): Promise<{ judgedAt: number | undefined; now: number }> {
  const { rows } = await data.pool.query({
    name: "fleet-judged-at",
    text: `SELECT now() AS now, (SELECT updated_at FROM deployment_facts WHERE key = $1) AS "judgedAt"`,
    values: [judgedKey],
  });
  const { now, judgedAt } = rows[0] as { now: Date; judgedAt: Date | null };
  return { judgedAt: judgedAt?.getTime(), now: now.getTime() };
}

/** How many bots there are of each verdict, door and status. */
export interface FleetGroup extends Pick<BotEntity, "verdict" | "activeDoor" | "status"> {
  bots: number;
}

export async function countFleet(data: Database): Promise<FleetGroup[]> {
  const { rows } = await data.pool.query({
    name: "count-fleet",
    text: `SELECT verdict, active_door AS "activeDoor", status, count(*)::int AS bots
      FROM user_bots GROUP BY 1, 2, 3`,
  });
  return rows as FleetGroup[];
}
