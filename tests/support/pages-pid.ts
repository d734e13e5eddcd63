import type { RunningHookline } from "./hookline";

/** The process of the pages that was started last. */
export async function pagesPid({ db }: Pick<RunningHookline, "db">): Promise<number> {
  const { rows } = await db.database.pool.query(
    "SELECT pid FROM process_heartbeats WHERE kind = 'pages' ORDER BY id DESC LIMIT 1",
  );
  return (rows[0] as { pid: number }).pid;
}
