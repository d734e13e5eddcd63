import type { Services } from "../context";
import type { Database } from "../data/database";
import { adminExists } from "../data/users";

/**
 * How a stranger can make an account now: as SIGNUP says once there is an admin. Before that nobody can, whatever
 * SIGNUP says: only the link that the start printed makes the first account.
 */
export type SignUpWay = "open" | "invite" | "closed" | "not_set_up";

/** Databases that have an admin. The last admin cannot be removed, so what was seen once holds. */
const setUp = new WeakSet<Database>();

export async function signUpWay({ data, config }: Pick<Services, "data" | "config">): Promise<SignUpWay> {
  if (!setUp.has(data)) {
    if (!(await adminExists(data))) return "not_set_up";
    setUp.add(data);
  }
  return config.SIGNUP;
}
