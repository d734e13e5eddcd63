import { beginSession } from "../support/session";
import type { Stage } from "./stage";

/** Signs somebody in without a password. @returns the cookie. */
export async function signInAs(stage: Stage, userId: number): Promise<string> {
  return (await beginSession(stage, userId, "bench")).cookie;
}

/** Makes an admin. @returns their id. */
export async function insertAdmin(stage: Stage): Promise<number> {
  const { rows } = await stage.data.pool.query(
    "INSERT INTO users (email, password_hash, role) VALUES ('admin@example.org', 'none', 'admin') RETURNING id",
  );
  return (rows[0] as { id: number }).id;
}
