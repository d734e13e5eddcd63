import type { LoadPlan, LoadResult, LoadTarget } from "./load/plan";
import { freshUpdateIds, type Pace } from "./scenario";
import type { Stage } from "./stage";

export const connections = 64;

/** A plan with this run's pace and ids of its own. */
export const plan = (
  targets: LoadTarget[],
  pace: Pace,
  port: number,
  more: Partial<LoadPlan> = {},
): LoadPlan => ({
  port,
  targets,
  connections,
  warmUpMs: pace.warmUpMs,
  runMs: pace.runMs,
  firstUpdateId: freshUpdateIds(),
  chats: 50_000,
  ...more,
});

/** How many updates are stored and closed, for the comparison with what was answered. */
export async function countStored(stage: Stage): Promise<{ handled: number; other: number }> {
  const { rows } = await stage.data.pool.query(
    `SELECT count(*) FILTER (WHERE state = 'handled')::int AS handled,
       count(*) FILTER (WHERE state <> 'handled')::int AS other FROM updates`,
  );
  return rows[0] as { handled: number; other: number };
}

export function assertAllAnswered(name: string, { statuses, broken }: LoadResult): void {
  const bad = Object.keys(statuses).filter((status) => status !== "200");
  if (bad.length > 0 || broken > 0) {
    throw new Error(`${name} answered ${JSON.stringify(statuses)} and broke ${broken} connections`);
  }
}
