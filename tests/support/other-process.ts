import type { Database } from "../../lib/data/database";

/** A process that is not there, but in the database. */
export interface OtherProcess {
  id: number;
  /** It is dead for sure. */
  die(): Promise<void>;
  /** As at first. */
  comeBack(): Promise<void>;
}

/** One that was heard of a moment ago, for an hour, and holds no lock as the living do: neither alive nor dead for sure. */
export async function enterOtherProcess({ pool }: Database, kind: "web" | "sidecar"): Promise<OtherProcess> {
  const { rows } = await pool.query(
    `INSERT INTO process_heartbeats (kind, host, pid, version, seen_at)
     VALUES ($1, 'elsewhere', 1, 'test', now() + interval '1 hour') RETURNING id`,
    [kind],
  );
  const [{ id }] = rows as [{ id: number }];
  const heardOf = async (when: string) => {
    await pool.query("UPDATE process_heartbeats SET seen_at = now() + $2::interval WHERE id = $1", [
      id,
      when,
    ]);
  };
  return { id, die: () => heardOf("-1 minute"), comeBack: () => heardOf("1 hour") };
}
